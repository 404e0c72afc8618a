namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>One exact message, the right exit code, nothing half-done.</summary>
[CancelAfter(60_000)]
internal sealed class BadInputSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private async Task ExpectAsync(int code, string error, params string[] arguments)
    {
        var ended = await _desk.RunAsync(arguments);
        Assert.That(ended.Error, Is.EqualTo(error), ended.ToString());
        Assert.That(ended.ExitCode, Is.EqualTo(code));
        Assert.That(ended.Output, Is.Empty);
        Assert.That(Directory.Exists(Path.Combine(_desk.Home, "runs")), Is.False, "nothing half-done");
    }

    [Test]
    public Task A_file_that_is_missing() =>
        ExpectAsync(
            2,
            "missing.csx: error RB0001: there is no such script (look at the path, or make one with "
                + "`runbook new NAME`)\n",
            "exec",
            "missing.csx"
        );

    [Test]
    public Task All_compile_errors()
    {
        _desk.Put("bad.csx", "var a = undefined;\nStep(\"x\").Runn(1);\n");
        return ExpectAsync(
            2,
            "bad.csx(1,9): error CS0103: The name 'undefined' does not exist in the current context\n"
                + "bad.csx(2,11): error CS1061: 'StepDraft' does not contain a definition for "
                + "'Runn' and no accessible extension method "
                + "'Runn' accepting a first argument of type 'StepDraft' could be found (did "
                + "you mean 'Run'?)\n",
            "exec",
            "bad.csx"
        );
    }

    [Test]
    public Task All_authoring_errors_with_their_columns()
    {
        _desk.Put(
            "wrong.csx",
            """
            Step("One").ReadOnlyish();
            """.Replace(".ReadOnlyish()", "", StringComparison.Ordinal)
                + "\nvar a = 1; Step(\"One\").Run(async ctx => 1).Needs(\"twoo\");\n"
        );
        return ExpectAsync(
            2,
            "wrong.csx(1,1): error RB0102: step \"One\" does nothing: give it .Run(…), "
                + ".Manual(\"…\") or .Approve().\n"
                + "wrong.csx(2,12): error RB0104: step 'one' needs 'twoo', which is no step; known: one.\n"
                + "wrong.csx(2,12): error RB0103: step id 'one' is taken by \"One\" at "
                + "wrong.csx(1,1): rename the step, give it .Id(\"…\"), or use ForEach with a "
                + "key in a loop.\n",
            "plan",
            "wrong.csx"
        );
    }

    [Test]
    public Task A_script_that_throws_while_it_is_read()
    {
        _desk.Put("throws.csx", "Step(\"x\").Manual(\"y\");\nthrow new InvalidOperationException(\"no\");\n");
        return ExpectAsync(
            2,
            "throws.csx(2,1): error RB0122: the script failed while it was read: "
                + "InvalidOperationException: no\n",
            "plan",
            "throws.csx"
        );
    }

    [Test]
    public Task A_parameter_that_is_missing() =>
        ExpectAsync(
            2,
            $"{Script.Modes}(2,14): error RB0111: parameter 'folder' (its place) has "
                + $"no value: give it with -p folder=<text>.\n",
            "exec",
            Script.Modes
        );

    [Test]
    public Task A_parameter_that_is_unknown() =>
        ExpectAsync(
            2,
            $"{Script.Modes}(2,14): error RB0113: unknown parameter 'flder' (did you mean "
                + $"'folder'?); it takes folder (line 2), mode (line 3), count (line 5).\n",
            "exec",
            Script.Modes,
            "-p",
            "folder=/tmp",
            "-p",
            "flder=/tmp"
        );

    [Test]
    public Task Parameters_of_the_wrong_kind() =>
        ExpectAsync(
            2,
            $"{Script.Modes}(2,14): error RB0114: parameter 'folder' must be an absolute path: it is 'x'.\n"
                + $"{Script.Modes}(5,13): error RB0112: parameter 'count' wants a whole number: "
                + $"'many' is not one.\n",
            "exec",
            Script.Modes,
            "-p",
            "folder=x",
            "-p",
            "count=many"
        );

    [Test]
    public Task A_parameter_without_a_value() =>
        ExpectAsync(
            2,
            "runbook exec: -p wants NAME=VALUE: 'folder' is not one.\nusage: runbook exec [FILE] [options]\n",
            "exec",
            Script.Modes,
            "-p",
            "folder"
        );

    [Test]
    public Task A_time_without_a_zone() =>
        ExpectAsync(
            2,
            "runbook plan: --window-start wants a time such as 2026-12-05 06:00Z: '2026-12-05 "
                + "06:00' has no zone: write 2026-12-05 06:00Z or "
                + "2026-12-05 19:00+13:00.\nusage: runbook plan FILE [options]\n",
            "plan",
            Script.Modes,
            "--window-start",
            "2026-12-05 06:00"
        );

    [Test]
    public Task A_step_that_is_unknown() =>
        ExpectAsync(
            2,
            "runbook: there is no step 'frist' (did you mean 'first'?). The plan's steps: first.\n",
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "--until",
            "frist"
        );

    [Test]
    public Task A_sandbox_without_a_world() =>
        ExpectAsync(
            2,
            $"runbook: there is no world for the sandbox: "
                + $"{Path.ChangeExtension(Script.Modes, ".world.csx")} is missing beside the runbook. "
                + "`runbook help` lists the commands.\n",
            "exec",
            Script.Modes,
            "--sandbox"
        );

    [Test]
    public async Task A_journal_directory_that_cannot_be_written()
    {
        var file = _desk.Put("file", "");
        var ended = await _desk.RunAsync(
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "--journal",
            Path.Combine(file, "x")
        );
        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(ended.Error, Does.StartWith("runbook: ").And.Contain(file).And.Not.Contain("bug"));
        Assert.That(ended.Error.Count(c => c == '\n'), Is.EqualTo(1));
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "first")), Is.False, "nothing was executed");
    }

    [Test]
    public async Task There_is_no_such_run()
    {
        await ExpectAsync(
            2,
            $"runbook: There is no run in {_desk.Home}. Begin one with 'runbook exec FILE'.\n",
            "show"
        );
        await ExpectAsync(
            2,
            $"runbook: There is no run in {_desk.Home}. Begin one with 'runbook exec FILE'.\n",
            "resume",
            "2026"
        );
    }

    [Test]
    public async Task A_plan_that_is_no_longer_the_one_that_was_fixed()
    {
        var script = _desk.Put(
            "p.csx",
            "var n = Param<int>(\"n\", \"number\").Default(1);\nStep(\"One\").Manual(\"x\");\n"
        );
        Assert.That((await _desk.RunAsync("plan", script, "--out", "p.json", "-p", "n=2")).ExitCode, Is.Zero);
        var other = await _desk.RunAsync("exec", "--plan", "p.json", "-p", "n=3");
        Assert.That(other.ExitCode, Is.EqualTo(76), other.ToString());
        Assert.That(
            other.Error,
            Does.Match(
                @"^runbook: \S+/p\.csx no longer makes the plan fixed in \S+/p\.json \(\w+, now "
                    + @"\w+\): the title, the window or a parameter "
                    + @"changed\. Nothing was executed\. Look at it with `runbook plan` and fix "
                    + @"it again with --out\.\n$"
            )
        );
        _desk.Put(
            "p.csx",
            "var n = Param<int>(\"n\", \"number\").Default(1);\nStep(\"Two\").Manual(\"x\");\n"
        );
        var changed = await _desk.RunAsync("exec", "--plan", "p.json");
        Assert.That(changed.Error, Does.Contain(": added 'two'; removed 'one'. Nothing was executed."));
        var none = await _desk.RunAsync("exec", "--plan", script);
        Assert.That(none.ExitCode, Is.EqualTo(2));
        Assert.That(
            none.Error,
            Does.StartWith($"runbook: {script} is no plan made by `runbook plan --out`: ")
        );
    }
}
