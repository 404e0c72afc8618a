namespace RunbookDsl.Postgres.Tests;

/// <summary>A real pair: lag, fence, promotion, and everything that must keep it from happening.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.Self)]
internal sealed class PromoteTests
{
    private Pair _pair = null!;

    private static PromoteOperation Promote => Pg.Promote(Pair.New, Pair.Old).Within(20.Seconds);

    private static FenceOperation Fence => Pg.Fence(Pair.Old);

    [SetUp]
    public async Task StartAsync() => _pair = await Pair.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _pair.DisposeAsync();

    [Test, CancelAfter(120_000)]
    public async Task A_replica_that_follows_passes(CancellationToken stop)
    {
        await _pair.SqlAsync("insert into t select generate_series(1, 1000)");

        var verdict = await _pair
            .Step()
            .LookAsync(Pg.CheckReplica(Pair.Old, Pair.New).AtMost(0).Within(20.Seconds), stop);

        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That(
            verdict.Evidence,
            Does.Match(
                $@"^database ""postgres"" at {_pair.Where(Pair.NewSecret)} is at ([0-9A-F]+/[0-9A-F]+)"
                    + $@" and database"
                    + $@" ""postgres"" at {_pair.Where(Pair.OldSecret)} at \1: 0 bytes are missing$"
            )
        );
        var twisted = await _pair.Step().LookAsync(Pg.CheckReplica(Pair.New, Pair.Old), stop);
        Assert.That(twisted, Is.EqualTo(Verdict.Fail("the primary is a standby itself")));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_replica_that_stopped_replaying_fails(CancellationToken stop)
    {
        await PauseAsync();
        await _pair.SqlAsync("insert into t select generate_series(1, 100000)");

        var verdict = await _pair.Step().LookAsync(Pg.CheckReplica(Pair.Old, Pair.New), stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(verdict.Evidence, Does.Match(@": [\d,]+ bytes are missing, more than 1,048,576$"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_fenced_primary_is_replaced(CancellationToken stop)
    {
        await _pair.SqlAsync("insert into t values (1)");
        await _pair.Step("fence").DoAsync(Fence, stop);
        var step = _pair.Step();

        var result = await step.DoAsync(Promote, stop);

        Assert.That($"{step.Captured}", Is.EqualTo("timeline=1"));
        Assert.That(result.Timeline, Is.EqualTo(2));
        Assert.That(
            result.Fence,
            Is.EqualTo(
                $"database \"postgres\" at {_pair.Where(Pair.OldSecret)}: nobody else can log in, and nobody"
                    + " else is connected"
            )
        );
        Assert.That(step.Notes, Is.EqualTo(new[] { $"fenced: {result.Fence}" }));
        // The fence came with the log: the new primary has to be opened.
        await _pair.Step("admit").DoAsync(Pg.Admit(Pair.New), stop);
        Assert.That(await _pair.ReadAsync<long>(Pair.NewSecret, "select count(*) from t"), Is.EqualTo(1));
        await _pair.ReadAsync<int>(Pair.NewSecret, "insert into t values (2) returning id");

        // The runner ended after it: the probe tells, and nothing is done a second time.
        step.InDoubt = true;
        var probe = await Promote.ProbeAsync(step, stop);
        Assert.That(probe.State, Is.EqualTo(ProbeState.Done), probe.Evidence);
        Assert.That(((PromoteResult)probe.Result!).Timeline, Is.EqualTo(2));

        // Somebody opens the old one again: two servers take writes.
        await Fence.UndoAsync(await FencedAsync(), Unit.Value, stop);
        var verdict = await Promote.VerifyAsync(step, result, stop);
        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    "SPLIT BRAIN POSSIBLE: fence the old primary at once. database \"postgres\" at"
                        + $" {_pair.Where(Pair.OldSecret)} is not fenced: may still log in: postgres into"
                        + " shop"
                )
            )
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task An_open_primary_is_not_replaced(CancellationToken stop)
    {
        var failure = await FailsAsync(Promote, stop);

        Assert.That(
            failure,
            Is.EqualTo(
                $"database \"postgres\" at {_pair.Where(Pair.OldSecret)} is not fenced: may still log in:"
                    + " postgres into shop. Nothing was promoted: fence it first (Pg.Fence), or prove that it"
                    + " is stopped with .FencedBy(check)"
            )
        );
        Assert.That(await IsStandbyAsync());
    }

    [Test, CancelAfter(120_000)]
    public async Task Our_own_login_counts_unless_it_is_said_to_be_ours_alone(CancellationToken stop)
    {
        await _pair.SqlAsync("create role app login");
        var failure = await FailsAsync(Promote.LoginIsOurs(), stop);
        Assert.That(failure, Does.Contain("may still log in: app into shop."));

        await _pair.SqlAsync("alter role app nologin");
        Assert.That((await _pair.Step().DoAsync(Promote.LoginIsOurs(), stop)).Timeline, Is.EqualTo(2));
    }

    [Test, CancelAfter(120_000)]
    public async Task Whoever_is_still_connected_keeps_it_from_happening(CancellationToken stop)
    {
        await using var web = new Npgsql.NpgsqlConnection(
            _pair.Primary.ConnectionString() + ";Application Name=web"
        );
        await web.OpenAsync(stop);
        await _pair.SqlAsync("alter database shop with allow_connections false", "postgres");

        var failure = await FailsAsync(Promote, stop);

        Assert.That(
            failure,
            Does.Contain($" is not fenced: connected: pid {web.ProcessID} (postgres, web, postgres). Nothing")
        );
        Assert.That(await IsStandbyAsync());
    }

    [Test, CancelAfter(120_000)]
    public async Task A_replica_that_lacks_something_is_not_promoted(CancellationToken stop)
    {
        await PauseAsync();
        await _pair.SqlAsync("insert into t values (1)");
        await FencedAsync();
        var step = _pair.Step();

        var failure = await FailsAsync(Promote.Within(300.Milliseconds), stop);

        Assert.That(
            failure,
            Does.Match(
                $@"^database ""postgres"" at {_pair.Where(Pair.NewSecret)} lacks [\d,]+ bytes of the old"
                    + $@" primary's log"
                    + @" after 300ms \(receiver: streaming\)\. Nothing was promoted$"
            )
        );
        Assert.That(await IsStandbyAsync());
    }

    [Test, CancelAfter(120_000)]
    public async Task A_primary_that_cannot_be_asked_is_not_fenced(CancellationToken stop)
    {
        var step = _pair.Step();
        step.Secrets[Pair.OldSecret] = "postgres://postgres@127.0.0.1:1/shop";

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => Promote.RunAsync(step, stop))!;

        Assert.That(
            failure.Message,
            Does.StartWith(
                "the old primary cannot be asked, which proves nothing: it may still answer others."
                    + " cannot reach"
            )
        );
        Assert.That(await IsStandbyAsync());
    }

    [Test, CancelAfter(120_000)]
    public async Task A_check_can_prove_it_and_the_loss_has_to_be_accepted(CancellationToken stop)
    {
        var step = _pair.Step();
        step.Secrets[Pair.OldSecret] = "postgres://postgres@127.0.0.1:1/shop";
        // Stands for "the service is stopped on db-old".
        var stopped = Pg.Check(Pair.New, "select true");
        var refused = Assert.ThrowsAsync<OperationFailedException>(() =>
            Promote.FencedBy(Pg.Check(Pair.New, "select false")).RunAsync(step, stop)
        )!;
        Assert.That(refused.Message, Does.EndWith("with .FencedBy(check)"));
        var unsure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Promote.FencedBy(stopped).RunAsync(step, stop)
        )!;
        Assert.That(
            unsure.Message,
            Does.Match(
                @"^the old primary cannot say where it stands, so nobody knows what .* lacks of it\."
                    + @" Nothing was"
                    + @" promoted\. Start it fenced, or accept the loss with \.LosingWhatWasNotReceived\(\)$"
            )
        );
        Assert.That(await IsStandbyAsync());

        var result = await step.DoAsync(Promote.FencedBy(stopped).LosingWhatWasNotReceived(), stop);

        Assert.That(result.Timeline, Is.EqualTo(2));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_check_does_not_outvote_a_primary_that_answers(CancellationToken stop)
    {
        var failure = await FailsAsync(Promote.FencedBy(Pg.Check(Pair.New, "select true")), stop);

        Assert.That(failure, Does.Contain("may still log in"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_server_that_somebody_else_promoted_is_a_conflict(CancellationToken stop)
    {
        await _pair.ReadAsync<bool>(Pair.NewSecret, "select pg_promote()");

        var probe = await Promote.ProbeAsync(_pair.Step(), stop);

        Assert.That(
            probe,
            Is.EqualTo(
                Probe.Conflict(
                    $"database \"postgres\" at {_pair.Where(Pair.NewSecret)} takes writes already, and"
                        + " this step did"
                        + " not promote it: is secret REPLICA_URL the replica?"
                )
            )
        );
    }

    private async Task<string> FailsAsync(PromoteOperation promote, CancellationToken stop)
    {
        var step = _pair.Step();
        Assert.That(await step.ProbeAsync(promote, stop), Is.EqualTo(ProbeState.NotDone));
        step.Captured = await promote.CaptureAsync(step, stop);
        return Assert.ThrowsAsync<OperationFailedException>(() => promote.RunAsync(step, stop))!.Message;
    }

    private async Task<StepWorld> FencedAsync()
    {
        var step = _pair.Step("fence");
        await step.RunAsyncOf(Fence, default);
        step.Captured = Captured.Of("connections", "open");
        return step;
    }

    private Task<bool> IsStandbyAsync() =>
        _pair.ReadAsync<bool>(Pair.NewSecret, "select pg_is_in_recovery()", "postgres");

    // The server only takes the order: replay stands when it says so.
    private async Task PauseAsync()
    {
        await _pair.ReadAsync<string>(Pair.NewSecret, "select pg_wal_replay_pause()::text");
        while (
            await _pair.ReadAsync<string>(Pair.NewSecret, "select pg_get_wal_replay_pause_state()")
            != "paused"
        )
            await Task.Yield();
    }
}
