using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>A runbook that runs another one, from the command line.</summary>
[CancelAfter(120_000)]
internal sealed class ChildSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private string Parent =>
        Desk.Common(
            "move.csx",
            """
            Runbook("Move house");
            var folder = Param<string>("folder", "its place");
            var told = Step("Name").Run(async ctx => { await Task.Yield(); return "web-1"; }).ReadOnly();
            var child = Step("Rehearsal").Run(ChildRun("pack").With("folder", folder).With("box", told));
            Step("Last").Run(async ctx => { await Task.Yield(); ctx.Note(ctx.Read(child.Output).Status); })
                .NoUndo("nothing");
            """
        );

    private string Child =>
        Desk.Common(
            "pack.csx",
            """
            Runbook("Pack a box");
            var folder = Param<string>("folder", "its place");
            var box = Param<string>("box", "which");
            string At(string name) => Path.Combine(folder, name);
            Step("Lights off")
                .Run(Temporarily(Local.Exec("touch", At("dark"))))
                .Undo(async ctx => { await Task.Yield(); File.Delete(At("dark")); })
                .Probe(async ctx => { await Task.Yield(); return ProbeState.NotDone; });
            Step("Pack").Run(async ctx =>
            {
                await File.AppendAllTextAsync(At(box), "x");
                await File.WriteAllTextAsync(At("waiting"), "");
                while (File.Exists(At("wait"))) await Task.Delay(20, ctx.Cancellation);
                if (!File.Exists(At("mended"))) throw new IOException("the box is full");
            }).Idempotent().NoUndo("nothing").PointOfNoReturn("the old flat");
            """
        );

    private Task<Ended> ExecAsync(params string[] more)
    {
        _ = Child;
        return _desk.RunAsync(["exec", Parent, "-p", $"folder={_desk.Folder}", .. more]);
    }

    private string[] Runs =>
        [
            .. Directory
                .GetDirectories(Path.Combine(_desk.Home, "runs"), "2*")
                .Select(Path.GetFileName)
                .Order()!,
        ];

    [Test]
    public async Task The_plan_shows_what_the_child_will_do()
    {
        _ = Child;
        var planned = await _desk.RunAsync("plan", Parent, "-p", "folder=/tmp/flat");
        Assert.That(planned.ExitCode, Is.Zero, planned.ToString());
        Assert.That(
            planned.Output,
            Does.Match(
                """
                2\. Rehearsal  \[rehearsal\]  non-idempotent
                   does:      run "Pack a box" as a run of its own: 3 steps, 3 changing something
                   script:    pack
                   with:      folder = /tmp/flat
                   with:      box = result of "Name"
                   plan:      [0-9a-f]{24}
                   NO RETURN: going back from its "Pack" loses the old flat
                   target:    this machine
                   verify:    the child run's journal ends with done
                   undo:      take the child run back, its last step first
                """
            )
        );
        using var json = JsonDocument.Parse(
            (await _desk.RunAsync("plan", Parent, "-p", "folder=/tmp/flat", "--json")).Output
        );
        var child = json.RootElement.GetProperty("steps")[1].GetProperty("child");
        Assert.That(child.GetProperty("title").GetString(), Is.EqualTo("Pack a box"));
        Assert.That(child.GetProperty("steps").GetInt32(), Is.EqualTo(3));
        Assert.That(child.GetProperty("pointsOfNoReturn")[0].GetString(), Is.EqualTo("pack"));
    }

    [Test]
    public async Task A_held_child_is_shown_under_its_parent_and_both_name_each_other()
    {
        var held = await ExecAsync();
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        var (parent, child) = (Runs[0], Runs[1]);
        Assert.That(
            held.Output,
            Does.Match(
                $@"Z rehearsal: run .*\n\S+ \S+Z     child run begins; journal: .*/{child}\n"
                    + @"\S+ \S+Z     lights-off: "
            )
        );
        Assert.That(
            held.Output,
            Does.Contain($"Still switched off: lights-off (since ").And.Contain($"); by child run {child}\n")
        );
        var runs = await _desk.RunAsync("runs");
        Assert.That(
            runs.Output,
            Does.Match(
                $@"^{parent}  held +\S+ \S+Z  Move house  STILL OFF: 1\n"
                    + $@"  {child}  held +\S+ \S+Z  Pack a box  STILL OFF: 1\n$"
            )
        );
        using var list = JsonDocument.Parse((await _desk.RunAsync("runs", "--json")).Output);
        Assert.That(
            list.RootElement[0].GetProperty("parent").GetProperty("run").GetString(),
            Is.EqualTo(parent)
        );
        Assert.That(
            list.RootElement[0].GetProperty("parent").GetProperty("step").GetString(),
            Is.EqualTo("rehearsal")
        );
        Assert.That(list.RootElement[1].GetProperty("parent").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(
            (await _desk.RunAsync("show")).Output,
            Does.Contain($"  held          rehearsal\n                  child run {child} (held)\n")
        );
        Assert.That(
            (await _desk.RunAsync("show", child)).Output,
            Does.Contain($"  child of:  'rehearsal' of run {parent}\n")
        );
        using var shown = JsonDocument.Parse((await _desk.RunAsync("show", parent, "--json")).Output);
        var step = shown.RootElement.GetProperty("steps")[1];
        Assert.That(step.GetProperty("state").GetString(), Is.EqualTo("held"));
        Assert.That(step.GetProperty("child").GetProperty("run").GetString(), Is.EqualTo(child));
        Assert.That(
            shown.RootElement.GetProperty("stillOff")[0].GetProperty("run").GetString(),
            Is.EqualTo(child)
        );

        _desk.Put("mended", "");
        var done = await _desk.RunAsync("resume");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(
            done.Output,
            Does.Contain($"Run {parent} is done in"),
            "the parent is the run that is meant"
        );
        Assert.That(Runs, Is.EqualTo(new[] { parent, child }));
        Assert.That((await _desk.RunAsync("verify", child)).Output, Does.Contain("anchored in the ledger"));
    }

    [Test]
    public async Task A_child_is_not_resumed_by_itself_while_its_parent_works_and_may_be_afterwards()
    {
        _ = Child;
        _desk.Put("wait", "");
        using var working = _desk.Start("exec", Parent, "-p", $"folder={_desk.Folder}");
        await working.SeenAsync("     pack: ");
        var (parent, child) = (Runs[0], Runs[1]);
        var refused = await _desk.RunAsync("resume", child);
        Assert.That(refused.ExitCode, Is.EqualTo(74), refused.ToString());
        Assert.That(
            refused.Error,
            Does.Match(
                $@"^runbook: Run {child} is the child run of 'rehearsal' of run {parent}, which is being "
                    + $@"run by alice@\S+ \(pid {working.Pid}\) since \S+ \S+Z\. A child is worked on by its "
                    + @"parent while that is at work\. Nothing was changed\. "
            )
        );
        working.Signal("KILL");
        await working.EndAsync();
        _desk.Put("mended", "");
        File.Delete(Path.Combine(_desk.Folder, "wait"));
        var alone = await _desk.RunAsync("resume", child);
        Assert.That(alone.ExitCode, Is.Zero, alone.ToString());
        var done = await _desk.RunAsync("resume");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(done.Output, Does.Contain($"rehearsal: nothing to do: child run {child} is done\n"));
    }

    [Test]
    public async Task Ctrl_C_stops_the_child_and_a_second_one_cancels_its_step()
    {
        _ = Child;
        _desk.Put("wait", "");
        using var working = _desk.Start("exec", Parent, "-p", $"folder={_desk.Folder}");
        await working.SeenAsync("     pack: ");
        working.Signal("INT");
        await working.SeenAsync("Stopping after the current step.");
        working.Signal("INT");
        var ended = await working.EndAsync();
        Assert.That(ended.ExitCode, Is.EqualTo(10), ended.ToString());
        Assert.That(
            ended.Output,
            Does.Contain($"The child run {Runs[1]} (\"Pack a box\") of 'rehearsal' stopped at 'pack': ")
        );
    }

    [Test]
    public async Task A_child_of_a_sandbox_works_in_the_same_world_and_its_approvals_are_its_own()
    {
        _desk.Put(
            "parent.csx",
            "Step(\"One\").Run(Local.Exec(\"touch\", \"mark\")).NoUndo(\"a mark\");\nStep(\"Two\").Run(ChildRun(\"child\"));\n"
        );
        _desk.Put(
            "child.csx",
            """
            Step("Is it there")
                .Run(async ctx =>
                {
                    await Task.Yield();
                    return File.Exists(Path.Combine(ctx.Directory, "mark"));
                })
                .ReadOnly().Verify(there => there);
            Step("Agreed").Approve(1);
            """
        );
        _desk.Put("parent.world.csx", "Answers(\"Agreed\", yes: true, by: \"bob\");\n");
        var done = await _desk.RunAsync("exec", "parent.csx", "--sandbox");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "mark")), Is.False);
        Assert.That((await _desk.RunAsync("runs")).Output, Does.Match(@"child  \(sandbox\)\n$"));
    }

    [Test]
    public async Task Child_runs_that_cannot_be_are_told_with_their_places()
    {
        _desk.Put("a.csx", "Step(\"x\").Run(ChildRun(\"b\"));\nStep(\"z\").Run(ChildRun(\"missing\"));\n");
        _desk.Put("b.csx", "\n  Step(\"y\").Run(ChildRun(\"a\"));\n");
        _desk.Put("c.csx", "Step(\"x\").Run(ChildRun(\"d\").With(\"hst\", \"1\").With(\"role\", \"no\"));\n");
        _desk.Put(
            "d.csx",
            """
            var host = Param<string>("host", "which");
            var role = Param<string>("role", "what").OneOf("web", "db");
            Step("y").Run(Local.Exec("true")).NoUndo("nothing");
            """
        );
        var circle = await _desk.RunAsync("plan", "a.csx");
        Assert.That(circle.ExitCode, Is.EqualTo(2), circle.ToString());
        Assert.That(
            circle.Error,
            Is.EqualTo(
                "a.csx(2,15): error RB0143: there is no runbook missing.csx to run as a child: write a path "
                    + "relative to this file.\n"
                    + "b.csx(2,17): error RB0143: a.csx would run itself as a child: a.csx -> b.csx -> a.csx. Take "
                    + "one of these child runs out.\n"
            )
        );
        var wrong = await _desk.RunAsync("plan", "c.csx");
        Assert.That(
            wrong.Error,
            Is.EqualTo(
                "c.csx(1,15): error RB0111: parameter 'host' (which) has no value: give it with .With(\"host\", …).\n"
                    + "c.csx(1,15): error RB0114: parameter 'role' must be one of web, db: it is 'no'.\n"
                    + "c.csx(1,15): error RB0113: unknown parameter 'hst' (did you mean 'host'?); it takes host (line 1), role (line 2).\n"
            )
        );
    }
}
