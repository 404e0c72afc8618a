using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

[CancelAfter(60_000)]
internal sealed class PlanSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task A_plan_can_be_read_aloud()
    {
        _desk.Put(
            "move.csx",
            """
            Runbook("Move the shop").Purpose("New hardware").Owner("platform")
                .Window("2026-12-05 06:00Z", 2.Hours);
            var reason = Param<string>("reason", "Shown to users").Default("maintenance");
            Step("Announce").At(T - 24.Hours).Run(async ctx => { await Task.Yield(); })
                .Undo(async ctx => await Task.Yield()).Expect(5.Minutes);
            Parallel(() =>
            {
                Step("Left").Run(Local.Exec("true")).NoUndo("it does nothing");
                Step("Right").Run(Local.Exec("true")).Confirm("Sure?").Retry(3).Timeout(10.Minutes);
            });
            Step("Switch")
                .Run(async ctx => 1).When(reason == "maintenance").Irreversible().PointOfNoReturn();
            """
        );
        var plan = await _desk.RunAsync("plan", "move.csx");
        var end = plan.Output.IndexOf("Fingerprint ", StringComparison.Ordinal);
        Assert.That(plan.Output[end..], Does.Match(@"^Fingerprint \w{24}\.\n$"), plan.Error);
        Assert.That(
            plan.Output[..end],
            Is.EqualTo(
                """
                Move the shop
                  purpose:   New hardware
                  owner:     platform
                  window:    2026-12-05 06:00Z to 2026-12-05 08:00Z (2h)
                  parameter: reason = maintenance (Shown to users)

                1. Announce  [announce]  non-idempotent
                   does:      async ctx => { await Task.Yield(); }
                   due:       2026-12-04 06:00Z (T-1d)
                   undo:      async ctx => await Task.Yield()
                   expected:  5m
                2. Left  [left]  non-idempotent
                   does:      run true on this machine
                   target:    this machine
                   undo:      none: it does nothing
                   warning:   an exit code says what the program thinks, not what it did: verify from outside
                3. Right  [right]  non-idempotent
                   does:      run true on this machine
                   target:    this machine
                   after:     announce
                   asks:      Sure?
                   undo:      none
                   retry:     up to 3 attempts
                   limit:     10m
                   warning:   an exit code says what the program thinks, not what it did: verify from outside
                4. Switch  [switch]  irreversible
                   does:      async ctx => 1
                   after:     left, right
                   when:      reason == "maintenance" (true)
                   undo:      none
                   NO RETURN: going back from here loses everything written since the backup

                4 steps, 4 changing something; expected 5m for 1 of them.

                """
            )
        );
    }

    [Test]
    public async Task Json_has_stable_names()
    {
        var plan = await _desk.RunAsync("plan", Script.Modes, "-p", $"folder={_desk.Folder}", "--json");
        using var json = JsonDocument.Parse(plan.Output);
        var step = json.RootElement.GetProperty("steps")[0];
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("title").GetString(), Is.EqualTo("Modes"));
            Assert.That(json.RootElement.GetProperty("fingerprint").GetString(), Has.Length.EqualTo(24));
            Assert.That(step.GetProperty("id").GetString(), Is.EqualTo("first"));
            Assert.That(step.GetProperty("effect").GetString(), Is.EqualTo("non-idempotent"));
            Assert.That(step.GetProperty("line").GetInt32(), Is.EqualTo(8));
        });
    }

    [Test]
    public async Task A_new_runbook_is_right_and_runs_in_its_world()
    {
        var made = await _desk.RunAsync("new", "my-move");
        Assert.That(
            made.Output,
            Is.EqualTo(
                "my-move/my-move.csx, its world and a README are there.\nNext:    runbook plan "
                    + "my-move/my-move.csx\nNext:    runbook exec my-move/my-move.csx --sandbox\n"
            )
        );
        var check = await _desk.RunAsync("check", "my-move/my-move.csx");
        Assert.That(check.Output, Is.EqualTo("my-move/my-move.csx: ok, 4 steps\n"), check.Error);
        var ended = await _desk.RunAsync("exec", "my-move/my-move.csx", "--sandbox");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(
            Directory.GetFiles(Path.Combine(_desk.Folder, "my-move")),
            Has.Length.EqualTo(3),
            "the sandbox works elsewhere"
        );
        var again = await _desk.RunAsync("new", "my-move");
        Assert.That(
            again.Error,
            Is.EqualTo(
                "runbook new: my-move is there already: choose another name.\nusage: runbook "
                    + "new [NAME] [options]\n"
            )
        );
        Assert.That(
            (await _desk.RunAsync("restore", "my-move/my-move.csx")).Output,
            Is.EqualTo("my-move/my-move.csx: names no package\n")
        );
    }

    [Test]
    public async Task A_sandbox_jumps_to_the_times_of_its_window()
    {
        _desk.Put(
            "w.csx",
            """
            Runbook("Window").Window("2020-12-05 06:00Z", 2.Hours);
            Step("Before").At(T - 48.Hours)
                .Run(async ctx => { ctx.Note($"it is {ctx.Clock.GetUtcNow():yyyy-MM-dd HH:mm}");
                await Task.Yield(); }).ReadOnly();
            Step("Agreed").At(T).Approve(2);
            Step("After").At(T + 1.Hours)
                .Run(async ctx => { ctx.Note($"it is {ctx.Clock.GetUtcNow():yyyy-MM-dd HH:mm}");
                await Task.Yield(); }).ReadOnly();
            """
        );
        _desk.Put("w.world.csx", "Answers(\"Agreed\", by: \"bob, carol\");\n");
        var ended = await _desk.RunAsync("exec", "w.csx", "--sandbox");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(
            ended.Output,
            Does.Contain("it is 2020-12-03 06:00").And.Contain("it is 2020-12-05 07:00")
        );
    }

    [Test]
    public async Task Help_and_version()
    {
        Assert.That((await _desk.RunAsync("--version")).Output, Does.Match(@"^runbook \d+\.\d+\.\d+\n$"));
        Assert.That(
            (await _desk.RunAsync("help", "resolve")).Output,
            Does.StartWith("settle a step that is in doubt")
        );
        Assert.That((await _desk.RunAsync()).ExitCode, Is.EqualTo(2));
        Assert.That(
            (await _desk.RunAsync("doctor", "--json")).Output,
            Does.Contain("\"name\": \"journals\"")
        );
    }
}
