namespace RunbookDsl.Postgres.Tests;

internal sealed class ExtensionUpdateTests : DatabaseTest
{
    private string Where => $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    [SetUp]
    public Task MakeOldAsync() =>
        SqlAsync(
            "create extension pg_stat_statements version '1.8'; create extension pg_prewarm version '1.1'"
        );

    [Test, CancelAfter(60_000)]
    public async Task All_are_brought_to_the_version_of_the_files(CancellationToken stop)
    {
        var offered = await OfferedAsync("pg_stat_statements");
        var update = Pg.ExtensionUpdate(Db);
        var step = Step();

        var done = await step.DoAsync(update, stop);

        Assert.That(
            done.Updated,
            Is.EqualTo(
                new[]
                {
                    $"pg_prewarm 1.1 to {await OfferedAsync("pg_prewarm")}",
                    $"pg_stat_statements 1.8 to {offered}",
                }
            )
        );
        Assert.That(await InstalledAsync("pg_stat_statements"), Is.EqualTo(offered));
        var again = await update.ProbeAsync(Step(), stop);
        Assert.That(
            (again.State, again.Evidence),
            Is.EqualTo((ProbeState.Done, "each has the version of the server's files"))
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Only_one_is_updated_and_an_interrupted_update_goes_on(CancellationToken stop)
    {
        var step = Step();
        await step.DoAsync(Pg.ExtensionUpdate(Db).Only("pg_prewarm"), stop);
        Assert.That(await InstalledAsync("pg_stat_statements"), Is.EqualTo("1.8"));
        var resumed = Step();
        resumed.InDoubt = true;

        var probe = await Pg.ExtensionUpdate(Db).ProbeAsync(resumed, stop);

        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo(
                (
                    ProbeState.NotDone,
                    $"to be updated: pg_stat_statements 1.8 to {await OfferedAsync("pg_stat_statements")}"
                )
            )
        );
        var done = await resumed.DoAsync(Pg.ExtensionUpdate(Db), stop);
        Assert.That(done.Updated, Has.Count.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task Unknown_ones_and_lost_files_are_refused(CancellationToken stop)
    {
        var unknown = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.ExtensionUpdate(Db).Only("postgis").RunAsync(Step(), stop)
        )!;
        await SqlAsync("update pg_extension set extname = 'lost' where extname = 'pg_prewarm'");
        var lost = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.ExtensionUpdate(Db).RunAsync(Step(), stop)
        )!;

        Assert.That(unknown.Message, Is.EqualTo($"{Where} has no extension postgis. Nothing was done"));
        Assert.That(
            lost.Message,
            Is.EqualTo(
                $"the server of {Where} lacks the files of extension lost. Nothing was done: install their"
                    + " packages for its version"
            )
        );
        Assert.That(await InstalledAsync("pg_stat_statements"), Is.EqualTo("1.8"));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_old_version_fails_the_verification(CancellationToken stop)
    {
        var verdict = await Pg.ExtensionUpdate(Db)
            .Only("pg_prewarm")
            .VerifyAsync(Step(), new ExtensionUpdateResult([]), stop);

        Assert.That(
            verdict,
            Is.EqualTo(Verdict.Fail($"not updated: pg_prewarm 1.1 to {await OfferedAsync("pg_prewarm")}"))
        );
    }

    private Task<string> OfferedAsync(string name) =>
        ReadAsync<string>($"select default_version from pg_available_extensions where name = '{name}'");

    private Task<string> InstalledAsync(string name) =>
        ReadAsync<string>($"select extversion from pg_extension where extname = '{name}'");
}
