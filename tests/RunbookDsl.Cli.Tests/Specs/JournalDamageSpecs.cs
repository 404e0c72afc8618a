namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Journals that are not what was written, and scripts that are not what was begun.</summary>
[CancelAfter(60_000)]
internal sealed class JournalDamageSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [SetUp]
    public async Task Begin() =>
        Assert.That(
            (
                await _desk.RunAsync("exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", "mode=guard")
            ).ExitCode,
            Is.EqualTo(4)
        );

    private string Segment => Path.Combine(_desk.RunFolder, "000001.jsonl");

    [TestCase("verify")]
    [TestCase("show")]
    [TestCase("resume")]
    [TestCase("undo")]
    public async Task An_edited_line_is_found(string command)
    {
        var lines = await File.ReadAllLinesAsync(Segment);
        lines[2] = lines[2].Replace("first", "fIrst", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Segment, string.Join('\n', lines) + "\n");
        var ended = await _desk.RunAsync(command);
        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(
            ended.Error,
            Does.Match(
                $@"^runbook: The journal is damaged: {Segment}, line 3 \(record 3\): expected "
                    + $@".*\. Nothing was changed\. Restore the run's directory from a backup; or 'runbook "
                    + $@"salvage {_desk.RunId}' makes a new run of all that is proved and keeps the rest "
                    + $@"as evidence\.\n$"
            )
        );
        Assert.That(
            (await _desk.RunAsync("runs")).Output,
            Does.StartWith($"{_desk.RunId}  unreadable     The journal is damaged")
        );
    }

    [Test]
    public async Task A_newer_format_is_refused()
    {
        var text = await File.ReadAllTextAsync(Segment);
        await File.WriteAllTextAsync(Segment, text.Replace("\"v\":1", "\"v\":9", StringComparison.Ordinal));
        var ended = await _desk.RunAsync("resume");
        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(ended.Error, Does.StartWith("runbook: ").And.Contain("9").And.Contain("newer"));
    }

    [Test]
    public async Task A_script_that_changed_ends_with_76()
    {
        var script = _desk.Put("s.csx", "// begins\nStep(\"One\").Manual(\"x\");\n");
        Assert.That(
            (await _desk.RunAsync("exec", script, "--json", "--journal", "j")).ExitCode,
            Is.EqualTo(1)
        );
        _desk.Put("s.csx", "// a comment\nStep(\"One\")  .Manual(\"x\");\n");
        Assert.That(
            (await _desk.RunAsync("resume", "--journal", "j")).ExitCode,
            Is.EqualTo(1),
            "comments do not count"
        );
        _desk.Put("s.csx", "Step(\"One\").Manual(\"y\");\n");
        var changed = await _desk.RunAsync("resume", "--journal", "j");
        Assert.That(changed.ExitCode, Is.EqualTo(76), changed.ToString());
        Assert.That(
            changed.Error,
            Does.Match(
                $@"^runbook: {script} no longer says what it said when run (\S+) began\. "
                    + @"Nothing was executed\. "
                    + @"`runbook resume \1 --pinned` goes on with the script as it was; `runbook resume \1 "
                    + @"--migrate --reason ""…""` goes on with it as it is now\.\n"
                    + @"changed 'one': s\.csx\(1,1\), was s\.csx\(2,1\)\n"
                    + @"@@ -2,1 \+1,1 @@\n-Step\(""One""\)\.Manual\(""x""\);\n"
                    + @"\+Step\(""One""\)\.Manual\(""y""\);\n$"
            )
        );
        _desk.Put("s.csx", "Step(\"One\"\n");
        var broken = await _desk.RunAsync("resume", "--journal", "j");
        Assert.That(broken.ExitCode, Is.EqualTo(76), broken.ToString());
        Assert.That(
            broken.Error,
            Does.Match(
                $@"^runbook: {script} no longer says what it said when run \S+ began, and cannot be read any "
                    + @"more\. Nothing was executed\. `runbook resume \S+ --pinned` goes on with the script "
                    + @"as "
                    + @"it was; or mend it\.\ns\.csx\(1,\d+\): error CS1026: \) expected\n"
            )
        );
        File.Delete(script);
        var gone = await _desk.RunAsync("resume", "--journal", "j");
        Assert.That(gone.ExitCode, Is.EqualTo(76));
        Assert.That(
            gone.Error,
            Does.Match(
                $@"^runbook: The script of run \S+ is gone: {script}\. Nothing was executed\. "
                    + @"`runbook resume "
                    + @"\S+ --pinned` goes on with the script as it was: it is archived in \S+/script\.\n$"
            )
        );
    }
}
