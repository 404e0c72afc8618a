namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Running anew what is over, stopping what is at work elsewhere, advice before the start.</summary>
[CancelAfter(60_000)]
internal sealed class GoOnSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task A_closed_run_is_run_anew_with_its_parameters_and_says_so()
    {
        var first = await ExecAsync("ok", "-p", "count=7");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        var earlier = _desk.RunId;
        var again = await _desk.RunAsync("rerun", earlier);
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        var shown = await _desk.RunAsync("show");
        Assert.That(shown.Output, Does.Contain($"  repeats:   {earlier}\n"));
        Assert.That(shown.Output, Does.Contain("  parameter: count = 7\n"));
    }

    [Test]
    public async Task An_open_run_is_not_run_anew()
    {
        await ExecAsync("fail");
        var refused = await _desk.RunAsync("rerun");
        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
        Assert.That(
            refused.Error,
            Is.EqualTo(
                $"runbook: run {_desk.RunId} is held, not closed: go on with `runbook resume {_desk.RunId}` or "
                    + $"take it back with `runbook undo {_desk.RunId}`. Only what is over is run anew.\n"
            )
        );
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_run_at_work_is_stopped_from_another_terminal(bool isNow)
    {
        using var started = _desk.Start(Exec("wait"));
        await started.SeenAsync(" second: ");
        _desk.Environment["RUNBOOK_OPERATOR"] = "bob";
        var told = await _desk.RunAsync(isNow ? ["cancel", _desk.RunId, "--now"] : ["cancel", _desk.RunId]);
        Assert.That(told.ExitCode, Is.Zero, told.ToString());
        Assert.That(
            told.Output,
            Does.StartWith(
                isNow
                    ? $"Run {_desk.RunId} cancels its steps at work, then stops; alice@"
                    : $"Run {_desk.RunId} stops after its steps at work; alice@"
            )
        );
        if (!isNow)
        {
            await started.SeenAsync("bob stops the run after the steps at work");
            _desk.Put("go", "");
        }
        var ended = await started.EndAsync();
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        Assert.That(
            _desk.Journal,
            Does.Contain("\"t\":\"run.cancel\",\"body\":{\"as\":\"stop\",\"by\":\"bob\"}")
        );
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "third")), Is.False);
        var nobody = await _desk.RunAsync("cancel");
        Assert.That(
            nobody.Error,
            Is.EqualTo(
                $"runbook: nobody works on run {_desk.RunId}: it is aborted, and there is nothing to stop.\n"
            )
        );
    }

    [Test]
    public async Task Check_says_where_a_doubt_could_not_be_settled()
    {
        var script = _desk.Put(
            "doubts.csx",
            """
            Step("Pay").Run(async ctx => { await Task.Yield(); });
            Step("Mark").Run(async ctx => { await Task.Yield(); }).Idempotent();
            Step("Call").Run(async ctx => { await Task.Yield(); }).HoldWhenInDoubt();
            Step("Job").Run(ctx => ctx.StartedAsync("7")).Attach((ctx, handle) => Task.CompletedTask);
            Step("Tool").Run(Local.Exec("true"));
            Step("Long").Run(Local.Exec("true").Detached());
            """
        );
        var result = await _desk.RunAsync("check", script);
        Assert.That(result.ExitCode, Is.EqualTo(2), "no step says how it is verified and taken back");
        var warnings = result
            .Error.Split('\n')
            .Where(l => l.Contains("RB0220", StringComparison.Ordinal))
            .ToList();
        Assert.That(warnings, Has.Count.EqualTo(2), result.ToString());
        Assert.That(
            warnings[0],
            Is.EqualTo(
                $"{script}(1,1): warning RB0220: if 'pay' is interrupted, nobody can tell whether it happened and "
                    + "the run is held: give it .Probe(…), .Attach(…) with a handle, or .Idempotent(); or say that "
                    + "a person settles it with .HoldWhenInDoubt()."
            )
        );
        Assert.That(warnings[1], Does.Contain("if 'tool' is interrupted"));
    }

    [Test]
    public async Task A_secret_that_only_code_asks_for_is_looked_up_before_the_start()
    {
        var script = _desk.Put(
            "secrets.csx",
            """
            var token = Secret("GO_ON_TOKEN");
            Step("First").Run(async ctx => { await Task.Yield(); }).Idempotent();
            Step("Second").Run(async ctx => { await Task.Yield(); ctx.Reveal(token); }).Idempotent();
            """
        );
        var refused = await _desk.RunAsync("exec", script);
        Assert.That(
            refused.Error,
            Does.Contain("1 secret has no value: GO_ON_TOKEN. Set the environment variable of that name")
        );
        Assert.That(refused.Error, Does.Contain("Nothing was executed."));
    }

    private Task<Ended> ExecAsync(string mode, params string[] more) =>
        _desk.RunAsync([.. Exec(mode), .. more]);

    private string[] Exec(string mode) =>
        ["exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", $"mode={mode}"];
}
