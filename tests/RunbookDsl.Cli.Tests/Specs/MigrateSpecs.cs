using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Going on with an edited script, through the real program.</summary>
[CancelAfter(60_000)]
internal sealed class MigrateSpecs
{
    private const string Script = """
        Runbook("Move").Purpose("tests").Owner("platform");
        record Backup(string Name, int Bytes);
        string At(string name) => Path.Combine(Path.GetDirectoryName(Here())!, name);
        string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

        Step("Mark").Run(async ctx => { await File.AppendAllTextAsync(At("mark"), "x"); })
            .Undo(async ctx => { await Task.Yield(); File.Delete(At("mark")); });
        var backup = Step("Backup").Run(async ctx => { await Task.Yield(); return new Backup("b1", 7); })
            .NoUndo("none");
        Step("Gate").Run(async ctx => { await Task.Yield(); throw new IOException("closed"); })
            .Idempotent().NoUndo("none");
        Step("Use").Run(async ctx => { await Task.Yield(); ctx.Note($"{ctx.Read(backup.Output)}"); })
            .NoUndo("none");
        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private async Task HoldAsync()
    {
        _desk.Put("s.csx", Script);
        var held = await _desk.RunAsync("exec", "s.csx");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
    }

    private void Edit(params (string From, string To)[] edits)
    {
        var text = Script;
        foreach (var (from, to) in edits)
        {
            Assert.That(text, Does.Contain(from));
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
        _desk.Put("s.csx", text);
    }

    [Test]
    public async Task A_failed_step_is_mended_and_a_stored_record_is_converted()
    {
        await HoldAsync();
        Edit(
            ("throw new IOException(\"closed\")", "ctx.Note(\"open\")"),
            ("int Bytes)", "long Size);\nrecord Old(string Name, int Bytes)"),
            (
                ".NoUndo(\"none\");\nStep(\"Gate\")",
                ".NoUndo(\"none\")\n    .ConvertsFrom<Old>(o => new Backup(o.Name + \"!\", o.Bytes));\nStep(\"Gate\")"
            )
        );
        var done = await _desk.RunAsync("resume", "--migrate", "--reason", "the gate was wrong");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(
            done.Output,
            Does.Contain("migrated: changed 'gate': it failed and is run as it is now\n")
        );
        var shown = await _desk.RunAsync("show");
        Assert.That(
            shown.Output,
            Does.Match(@"\n  migrated:  \S+ \S+ by alice: the gate was wrong \(plan \w{24} -> \w{24}\)\n")
                .And.Contain("Backup { Name = b1!, Size = 7 }")
        );
        using var json = JsonDocument.Parse((await _desk.RunAsync("show", "--json")).Output);
        Assert.That(
            json.RootElement.GetProperty("migrations")[0].GetProperty("reason").GetString(),
            Is.EqualTo("the gate was wrong")
        );
    }

    [Test]
    public async Task A_stored_record_without_a_converter_is_refused()
    {
        await HoldAsync();
        Edit(("int Bytes)", "long Size)"));
        var refused = await _desk.RunAsync("resume", "--migrate", "--reason", "r");
        Assert.That(refused.ExitCode, Is.EqualTo(76), refused.ToString());
        Assert.That(
            refused.Error,
            Does.EndWith(
                "changed 'backup': it is done already, and its stored result is a Backup with other members: give the step "
                    + ".ConvertsFrom<…>(old => …), or keep the type\n"
            )
        );
    }

    [Test]
    public async Task A_step_that_was_taken_out_is_taken_back_by_the_script_of_then()
    {
        await HoldAsync();
        Edit(
            (
                "Step(\"Mark\").Run(async ctx => { await File.AppendAllTextAsync(At(\"mark\"), \"x\"); })\n    .Undo(async ctx => { await Task.Yield(); File.Delete(At(\"mark\")); });\n",
                ""
            )
        );
        var held = await _desk.RunAsync("resume", "--migrate", "--reason", "no mark any more");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "mark")), Is.True);
        var undone = await _desk.RunAsync("undo");
        Assert.That(undone.ExitCode, Is.EqualTo(3), undone.ToString());
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "mark")), Is.False);
    }

    [Test]
    public async Task A_rename_wants_the_map_and_the_map_may_be_said_again()
    {
        await HoldAsync();
        Edit(("Step(\"Mark\")", "Step(\"Sign\")"));
        var asked = await _desk.RunAsync("resume", "--migrate", "--reason", "r");
        Assert.That(asked.ExitCode, Is.EqualTo(76), asked.ToString());
        Assert.That(
            asked.Error,
            Does.EndWith(
                " without an answer. Nothing was changed.\nadded 'sign': it does what 'mark' has done: say --map "
                    + "mark=sign, or give it .FormerlyKnownAs(\"mark\"); if it is to be done once more, "
                    + "--run-inserted sign\n"
            )
        );
        for (var i = 0; i < 2; i++)
        {
            var held = await _desk.RunAsync("resume", "--migrate", "--reason", "r", "--map", "mark=sign");
            Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        }
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_desk.Folder, "mark")),
            Is.EqualTo("x"),
            "run once"
        );
    }

    [TestCase("--map wants OLD=NEW: 'mark' is not one.", "--migrate", "--reason", "r", "--map", "mark")]
    [TestCase("--migrate wants its --reason.", "--migrate")]
    [TestCase("--map is said with --migrate.", "--map", "a=b")]
    [TestCase("say one of --pinned and --migrate.", "--migrate", "--pinned", "--reason", "r")]
    public async Task What_makes_no_sense_is_a_usage_error(string message, params string[] options)
    {
        await HoldAsync();
        var refused = await _desk.RunAsync(["resume", .. options]);
        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
        Assert.That(refused.Error, Does.StartWith($"runbook resume: {message}\n"));
    }
}
