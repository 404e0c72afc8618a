namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>An outcome that the journal could not take, from the message to the resumed run.</summary>
[CancelAfter(60_000)]
internal sealed class SpillSpecs
{
    // The step puts a file where its large result has to go, so that the effect happens and its outcome
    // cannot be written.
    private const string Text = """
        var folder = Param<string>("folder", "its place");
        string At(string name) => Path.Combine(folder, name);
        Output<string> large = Step("Large").Run(async ctx =>
        {
            await File.AppendAllTextAsync(At("effects"), "large\n");
            if (File.Exists(At("sabotage")))
            foreach (var run in Directory.GetDirectories(At("home/runs"), "2*"))
                await File.WriteAllTextAsync(Path.Combine(run, "blobs"), "");
            return new string('x', 20_000);
        }).NoUndo("a mark");
        Step("Use")
            .Run(async ctx => await File.AppendAllTextAsync(At("effects"), $"use {ctx.Read(large).Length}\n"))
            .NoUndo("a mark");
        """;

    private readonly Desk _desk = new();

    private string Spill => Directory.GetFiles(Path.Combine(_desk.Folder, "spills")).Single();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [SetUp]
    public void Arrive()
    {
        _desk.Put("spill.csx", Text);
        _desk.Put("sabotage", "");
        _desk.Environment["RUNBOOK_SPILL"] = Path.Combine(_desk.Folder, "spills");
        // Only there: every other place is none.
        _desk.Environment["XDG_RUNTIME_DIR"] = _desk.Environment["RUNBOOK_SPILL"];
    }

    private async Task<Ended> SpilledAsync()
    {
        Directory.CreateDirectory(Path.Combine(_desk.Folder, "spills"));
        // On the same disk as the journal, the place is the last resort: the others are not to be had.
        _desk.Environment["TMPDIR"] = _desk.Environment["RUNBOOK_SPILL"];
        var ended = await _desk.RunAsync(
            "exec",
            "spill.csx",
            "-p",
            $"folder={_desk.Folder}",
            "--non-interactive"
        );
        foreach (var file in Directory.GetFiles("/dev/shm", $"runbook-spill-{_desk.RunId}-*"))
            File.Move(file, Path.Combine(_desk.Folder, "spills", Path.GetFileName(file)));
        File.Delete(Path.Combine(_desk.RunFolder, "blobs"));
        File.Delete(Path.Combine(_desk.Folder, "sabotage"));
        return ended;
    }

    [Test]
    public async Task It_is_printed_kept_mentioned_and_taken_in()
    {
        var ended = await SpilledAsync();
        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        var id = _desk.RunId;
        Assert.That(
            ended.Error,
            Does.Match(
                @"^runbook: The outcome of the step 'large' could not be journaled, so the journal does "
                    + @"not know "
                    + $@"what happened: Could not \S+.* {_desk.RunFolder}/blobs/\S+: Not a directory "
                    + @"\(error 20\)\. .*"
                    + $@"It is kept in (\S+)\. Before you resume: `runbook resolve {id} large "
                    + @"--from-spill \1`\. "
                    + @"The outcome: \{""as"":""ok"",""result"":""x+… \(\d+ characters, whole in the "
                    + @"file\)\n$"
            )
        );
        var resumed = await _desk.RunAsync("resume", "--non-interactive");
        Assert.That(resumed.ExitCode, Is.EqualTo(75), resumed.ToString());
        Assert.That(
            resumed.Error,
            Is.EqualTo(
                $"runbook: the outcome of 'large', which the journal could not take, is kept in {Spill}. "
                    + "Take it "
                    + $"in: `runbook resolve {id} large --from-spill {Spill}`.\n"
            )
        );

        var resolved = await _desk.RunAsync("resolve", id, "large", "--from-spill");
        Assert.That(resolved.ExitCode, Is.Zero, resolved.ToString());
        Assert.That(
            resolved.Output,
            Is.EqualTo($"'large' of run {id} is now unverified.\nNext:    runbook resume {id}\n")
        );
        Assert.That(Directory.GetFiles(Path.Combine(_desk.Folder, "spills")), Is.Empty);
        var again = await _desk.RunAsync("resume", "--non-interactive");
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_desk.Folder, "effects")),
            Is.EqualTo("large\nuse 20000\n")
        );
        Assert.That((await _desk.RunAsync("verify", id)).Output, Does.Contain("1 large value and"));
    }

    [Test]
    public async Task What_does_not_fit_is_refused_with_why()
    {
        await SpilledAsync();
        var (id, file) = (_desk.RunId, Spill);
        await RefusedAsync(
            $"there is no spilled outcome of 'use' of run {id} in ",
            id,
            "use",
            "--from-spill"
        );
        await RefusedAsync($"{file} is of step 'large', not of 'use'.", id, "use", "--from-spill", file);

        await _desk.RunAsync(
            "exec",
            "spill.csx",
            "-p",
            $"folder={_desk.Folder}",
            "--until",
            "large",
            "--non-interactive"
        );
        var other = Directory
            .GetDirectories(Path.Combine(_desk.Home, "runs"))
            .Select(d => Path.GetFileName(d)!)
            .Single(n => n != id);
        await RefusedAsync(
            $"the spill {file} does not fit run {id}: it is of run {id}, not of run {other}. Nothing was "
                + "changed.",
            other,
            "large",
            "--from-spill",
            file
        );

        var copy = file + ".copy.json";
        File.Copy(file, copy);
        Assert.That((await _desk.RunAsync("resolve", id, "large", "--from-spill", file)).ExitCode, Is.Zero);
        await RefusedAsync(
            $"the spill {copy} does not fit run {id}: 'large' is Ok in the journal: nothing of it is in "
                + "doubt any "
                + "more. Nothing was changed.",
            id,
            "large",
            "--from-spill",
            copy
        );
    }

    [Test]
    public async Task An_outcome_of_an_earlier_attempt_is_refused()
    {
        await SpilledAsync();
        var (id, first) = (_desk.RunId, _desk.Put("first.json", await File.ReadAllTextAsync(Spill)));
        File.Delete(Spill);
        await _desk.RunAsync("resolve", id, "large", "--rerun", "--reason", "to see");
        _desk.Put("sabotage", "");
        var again = await _desk.RunAsync("resume", "--non-interactive");
        Assert.That(again.ExitCode, Is.EqualTo(74), again.ToString());
        foreach (var file in Directory.GetFiles("/dev/shm", $"runbook-spill-{id}-*"))
            File.Delete(file);
        File.Delete(Path.Combine(_desk.RunFolder, "blobs"));

        await RefusedAsync(
            $"the spill {first} does not fit run {id}: it is of attempt 1, and attempt 2 is in doubt. "
                + "Nothing was changed.\n",
            id,
            "large",
            "--from-spill",
            first
        );
    }

    [Test]
    public async Task An_outcome_of_a_run_that_was_put_back_from_an_older_copy_is_refused()
    {
        await SpilledAsync();
        var (id, segment) = (_desk.RunId, Path.Combine(_desk.RunFolder, "000001.jsonl"));
        var lines = await File.ReadAllLinesAsync(segment);
        await File.WriteAllLinesAsync(segment, lines[..^1]);

        await RefusedAsync(
            $"the spill {Spill} does not fit run {id}: it follows record {lines.Length}, and the journal ends at "
                + $"record {lines.Length - 1}: the run was put back from an older copy. Nothing was changed.\n",
            id,
            "large",
            "--from-spill"
        );
    }

    private async Task RefusedAsync(string message, params string[] arguments)
    {
        var ended = await _desk.RunAsync(["resolve", .. arguments]);
        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(ended.Error, Does.StartWith($"runbook: {message}"));
    }
}
