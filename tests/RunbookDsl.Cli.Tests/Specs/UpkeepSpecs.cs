using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Runs that nobody works on: looked at, rescued, copied out, removed.</summary>
[CancelAfter(60_000)]
internal sealed class UpkeepSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private Task<Ended> ExecAsync(string mode) =>
        _desk.RunAsync("exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", $"mode={mode}");

    private async Task<Ended> DoneAsync(params string[] arguments)
    {
        var ended = await _desk.RunAsync(arguments);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        return ended;
    }

    [Test]
    public async Task A_closed_run_is_pruned_and_still_verifies()
    {
        await ExecAsync("ok");
        var id = _desk.RunId;
        var dry = await DoneAsync("runs", "prune", "--older-than", "0d", "--dry-run");
        Assert.That(
            dry.Output,
            Does.Match(
                $@"^{id}  would be pruned  \d+ KiB\n1 run, \d+ KiB would be freed; nothing was removed\.\n$"
            )
        );
        var young = await DoneAsync("runs", "prune", "--older-than", "1d");
        Assert.That(young.Output, Is.EqualTo("No closed run is that old: nothing was removed.\n"));
        var kept = await DoneAsync("runs", "prune", "--older-than", "0d", "--keep", "1");
        Assert.That(kept.Output, Is.EqualTo("No closed run is that old: nothing was removed.\n"));
        var pruned = await DoneAsync("runs", "prune", "--older-than", "0d");
        Assert.That(
            pruned.Output,
            Does.Match($@"^{id}  pruned  \d+ KiB\n1 run, \d+ KiB freed; the ledger keeps their lines\.\n$")
        );
        var head = (await DoneAsync("verify", id)).Output;
        Assert.That(
            head,
            Does.Match(
                $@"^Run {id} was pruned at \S+ \S+: what is left is its line in the ledger, with \d+ "
                    + @"records and "
                    + @"head \S{22}\.\n$"
            )
        );
        Assert.That(
            (await DoneAsync("verify", "--all")).Output,
            Is.EqualTo("1 of 1 runs are intact; the ledger's 2 lines follow from one another.\n")
        );
    }

    [Test]
    public async Task A_held_run_is_never_pruned()
    {
        await ExecAsync("fail");
        var ended = await DoneAsync("runs", "prune", "--older-than", "0h", "--json");
        using var json = JsonDocument.Parse(ended.Output);
        Assert.That(json.RootElement.GetProperty("pruned").GetArrayLength(), Is.Zero);
        Assert.That(Directory.Exists(_desk.RunFolder), Is.True);
    }

    [TestCase("runs prune", "--older-than AGE is missing.")]
    [TestCase("runs prune --older-than 9", "--older-than wants days or hours such as 90d or 12h, not '9'.")]
    [TestCase("runs prune --older-than 9d --keep x", "--keep wants a number of runs, not 'x'.")]
    [TestCase("runs purge", "'purge' is nothing to do with runs: prune is.")]
    [TestCase("runs --dry-run", "these options go with `runbook runs prune`.")]
    public async Task Prune_wants_to_know_how_old(string line, string message)
    {
        var ended = await _desk.RunAsync(line.Split(' '));
        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(
            ended.Error,
            Is.EqualTo($"runbook runs: {message}\nusage: runbook runs [prune] [options]\n")
        );
    }

    [Test]
    public async Task An_export_is_shown_and_verified_as_a_journal_of_its_own()
    {
        await ExecAsync("ok");
        var id = _desk.RunId;
        var to = Path.Combine(_desk.Folder, "out");
        var exported = await DoneAsync("export", "--to", "out");
        Assert.That(
            exported.Output,
            Does.Match($@"^Run {id} is in out: \d files\.\nNext:    runbook verify {id} --journal {to}\n$")
        );
        Assert.That(
            (await DoneAsync("verify", "--journal", to)).Output,
            Does.Contain("anchored in the ledger")
        );
        Assert.That(
            (await DoneAsync("show", id, "--journal", to)).Output.Replace(
                to,
                _desk.Home,
                StringComparison.Ordinal
            ),
            Is.EqualTo((await DoneAsync("show", id)).Output)
        );
        var taken = await _desk.RunAsync("export", "--to", "out");
        Assert.That(taken.ExitCode, Is.EqualTo(74));
        Assert.That(
            taken.Error,
            Is.EqualTo(
                $"runbook: Cannot export to {to}: there is something already. Name a place where there is "
                    + "nothing.\n"
            )
        );
    }

    [Test]
    public async Task A_damaged_run_is_salvaged_and_goes_on()
    {
        await ExecAsync("guard");
        var id = _desk.RunId;
        var segment = Path.Combine(_desk.RunFolder, "000001.jsonl");
        var lines = await File.ReadAllLinesAsync(segment);
        // The line after the first step's outcome.
        var at = Array.FindIndex(lines, l => l.Contains("step.verified", StringComparison.Ordinal));
        lines[at] = lines[at].Replace("first", "fIrst", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(segment, lines);

        var salvaged = await DoneAsync("salvage", id);
        Assert.That(
            salvaged.Output,
            Is.EqualTo(
                $"Run {id}-salvaged has the {at} proved records of run {id}, which is as it was.\n"
                    + "In doubt, because only unproved records speak of them: fIrst; and the steps that "
                    + "came next.\n"
                    + $"Evidence: {_desk.Home}/runs/{id}-salvaged/evidence\n"
                    + $"Next:    runbook show {id}-salvaged\nNext:    runbook resume {id}-salvaged\n"
            )
        );
        _desk.Put("mended", "");
        var resumed = await _desk.RunAsync("resume", $"{id}-salvaged", "--non-interactive");
        Assert.That(resumed.ExitCode, Is.EqualTo(75), resumed.ToString());
        Assert.That(
            resumed.Output,
            Does.Contain("'second' is in doubt"),
            "it may have begun in what is lost"
        );
        await DoneAsync("resolve", $"{id}-salvaged", "second", "--rerun", "--reason", "it was not begun");
        await DoneAsync("resume", $"{id}-salvaged", "--non-interactive");
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_desk.Folder, "first")),
            Is.EqualTo("x"),
            "once"
        );
        var whole = await _desk.RunAsync("salvage", $"{id}-salvaged");
        Assert.That(whole.ExitCode, Is.EqualTo(74));
        Assert.That(
            whole.Error,
            Is.EqualTo(
                $"runbook: Run {id}-salvaged is not damaged: there is nothing to salvage. "
                    + $"'runbook resume {id}-salvaged' goes on with it.\n"
            )
        );
        var all = await _desk.RunAsync("verify", "--all");
        Assert.That(all.ExitCode, Is.EqualTo(74));
        Assert.That(all.Output, Does.StartWith("1 of 2 runs are intact; "));
    }

    [Test]
    public async Task Damage_beside_the_lines_is_told_in_text_and_json()
    {
        await ExecAsync("ok");
        var source = Directory.GetFiles(Path.Combine(_desk.RunFolder, "script"))[0];
        await File.AppendAllTextAsync(source, "// later\n");

        var text = await _desk.RunAsync("verify");
        Assert.That(text.ExitCode, Is.EqualTo(74), text.ToString());
        Assert.That(
            text.Error,
            Does.Match(
                $@"^runbook: The journal is damaged: {source}: expected the content that record \d names "
                    + @"by its "
                    + @"hash\. Nothing was changed\. Restore this file from a backup: its name is its "
                    + @"hash\.\n$"
            )
        );
        var ended = await _desk.RunAsync("verify", "--json");
        Assert.That(ended.ExitCode, Is.EqualTo(74));
        using var json = JsonDocument.Parse(ended.Output);
        Assert.That(json.RootElement.GetProperty("intact").GetBoolean(), Is.False);
        Assert.That(
            json.RootElement.GetProperty("damage")[0].GetProperty("file").GetString(),
            Is.EqualTo(source)
        );
    }

    [Test]
    public async Task A_ledger_that_was_edited_is_found()
    {
        await ExecAsync("ok");
        var ledger = Path.Combine(_desk.Home, "ledger.jsonl");
        var line = await File.ReadAllTextAsync(ledger);
        await File.WriteAllTextAsync(ledger, line.Replace("done", "dona", StringComparison.Ordinal));

        var ended = await _desk.RunAsync("verify", "--all");

        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(
            ended.Error,
            Is.EqualTo(
                $"runbook: The journal is damaged: {ledger}, line 1: expected a line that follows from "
                    + "the one "
                    + "before it. Nothing was changed. Copy it away as evidence and restore it from a "
                    + "backup; "
                    + "'runbook verify --all' checks each run by itself.\n"
            )
        );
        Assert.That(ended.Output, Is.EqualTo("1 of 1 runs are intact; 1 thing is wrong beside them.\n"));
    }

    [TestCase("show")]
    [TestCase("verify")]
    [TestCase("resume")]
    [TestCase("undo")]
    [TestCase("export")]
    [TestCase("salvage")]
    public async Task A_run_that_is_not_there_is_a_mistake_of_the_command_line(string verb)
    {
        await ExecAsync("guard");
        var ended = await _desk.RunAsync(verb, "nope");
        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(
            ended.Error,
            Is.EqualTo(
                $"runbook: No run in {_desk.Home} begins with 'nope'. The newest are: {_desk.RunId}. "
                    + "'runbook runs' lists all.\n"
            )
        );
    }

    [TestCase("plan", "modes", "--json")]
    [TestCase("plan", "modes")]
    [TestCase("check", "--list-rules")]
    [TestCase("exec", "modes", "--json")]
    [TestCase("runs")]
    [TestCase("show")]
    [TestCase("verify")]
    [TestCase("help")]
    [TestCase("completion", "bash")]
    public async Task Standard_output_that_takes_nothing_is_an_error(params string[] words)
    {
        await ExecAsync("ok");
        string[] all =
            words.Length > 1 && words[1] == "modes"
                ? [words[0], Script.Modes, "-p", $"folder={_desk.Folder}", .. words[2..]]
                : words;
        using var started = _desk.Shell("exec dotnet \"$0\" \"$@\" > /dev/full", all);
        started.Input.Close();
        var ended = await started.EndAsync();
        Assert.That(ended.ExitCode, Is.EqualTo(73), ended.ToString());
        Assert.That(
            ended.Error,
            Does.EndWith(
                "runbook: standard output did not take all that was printed: No space left on device "
                    + "(error 28). "
                    + "The command itself is done and did what it was asked: print it to another place.\n"
            )
        );
    }

    [Test]
    public async Task A_reader_that_has_had_enough_is_no_error()
    {
        await ExecAsync("ok");
        using var started = _desk.Shell("dotnet \"$0\" \"$@\" | head -c 0; exit ${PIPESTATUS[0]}", "runs");
        started.Input.Close();
        var ended = await started.EndAsync();
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Error, Is.Empty);
    }
}
