using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Runs of the real program: how they end, what they leave, what can be done then.</summary>
[CancelAfter(60_000)]
internal sealed class RunSpecs
{
    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    private Task<Ended> ExecAsync(string mode, params string[] more) =>
        _desk.RunAsync(["exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", $"mode={mode}", .. more]);

    private bool IsThere(string file) => File.Exists(Path.Combine(_desk.Folder, file));

    [Test]
    public async Task A_rehearsal_in_the_future_is_not_for_ever_the_newest_run()
    {
        _desk.Put("s.csx", "Step(\"One\").Run(async ctx => { await Task.Yield(); }).NoUndo(\"nothing\");\n");
        _desk.Put("s.world.csx", "StartsAt(\"2126-12-05 04:00Z\");\n");
        var rehearsed = await _desk.RunAsync("exec", "s.csx", "--sandbox");
        Assert.That(rehearsed.ExitCode, Is.Zero, rehearsed.ToString());
        Assert.That(rehearsed.Output, Does.StartWith("2126-12-05 04:00:00Z run begins; "));
        Assert.That(_desk.RunId, Does.Not.StartWith("2126"));
    }

    [Test]
    public async Task A_run_that_is_done_says_so_and_is_listed()
    {
        var ended = await ExecAsync("ok");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(
            ended.Output,
            Does.Match($@"\nRun {_desk.RunId} is done in \w+: 1 step done\.\nJournal: {_desk.RunFolder}\n$")
        );
        using var runs = JsonDocument.Parse((await _desk.RunAsync("runs", "--json")).Output);
        var run = runs.RootElement[0];
        Assert.Multiple(() =>
        {
            Assert.That(run.GetProperty("id").GetString(), Is.EqualTo(_desk.RunId));
            Assert.That(run.GetProperty("runbook").GetString(), Is.EqualTo("Modes"));
            Assert.That(run.GetProperty("status").GetString(), Is.EqualTo("done"));
            Assert.That(run.GetProperty("operator").GetString(), Is.EqualTo("alice"));
            Assert.That(run.GetProperty("closed").GetBoolean(), Is.True);
            Assert.That(run.TryGetProperty("startedAt", out _), Is.True);
        });
        var verified = await _desk.RunAsync("verify");
        Assert.That(
            verified.Output,
            Does.Match(
                $@"^Run {_desk.RunId}: the journal is intact: \d+ records in 1 segment, head "
                    + $@"\S{{22}}, anchored in the ledger\.\n"
                    + @"0 large values and 1 archived source agree with their hashes\.\n$"
            )
        );
        Assert.That(
            (await _desk.RunAsync("restore-list")).Output,
            Is.EqualTo($"Run {_desk.RunId} left nothing switched off.\n")
        );
    }

    [Test]
    public async Task Newest_run_comes_first()
    {
        await ExecAsync("ok");
        var first = _desk.RunId;
        await ExecAsync("ok", "--json");
        using var runs = JsonDocument.Parse((await _desk.RunAsync("runs", "--json")).Output);
        var ids = runs.RootElement.EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToList();
        // By name they are in this order only when they are not of one second.
        Assert.That(ids, Has.Count.EqualTo(2));
        Assert.That(ids[1], Is.EqualTo(first));
    }

    [Test]
    public async Task A_failed_step_holds_the_run_and_resume_goes_on_from_it()
    {
        var held = await ExecAsync("fail", "--json");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        using (var json = JsonDocument.Parse(held.Output))
        {
            Assert.That(json.RootElement.GetProperty("status").GetString(), Is.EqualTo("held"));
            Assert.That(json.RootElement.GetProperty("step").GetString(), Is.EqualTo("second"));
            Assert.That(
                json.RootElement.GetProperty("message").GetString(),
                Does.StartWith("'second' failed: IOException: the disk is on fire")
            );
        }
        _desk.Put("mended", "");
        var refused = await _desk.RunAsync("resume");
        Assert.That(refused.ExitCode, Is.EqualTo(1), "a second run could do harm");
        var done = await _desk.RunAsync("resume", _desk.RunId[..^1], "--from-failed");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_desk.Folder, "first")),
            Is.EqualTo("x"),
            "run once"
        );
        Assert.That(
            (await _desk.RunAsync("show")).Output,
            Does.Contain("  done          second").And.Contain("2 attempts")
        );
    }

    [Test]
    public async Task A_failed_run_is_taken_back()
    {
        await ExecAsync("fail");
        Assert.That(IsThere("first"), Is.True);
        var undone = await _desk.RunAsync("undo");
        Assert.That(undone.ExitCode, Is.EqualTo(3), undone.ToString());
        Assert.That(
            undone.Output,
            Does.Contain($"Run {_desk.RunId} is rolled back: everything was taken back.\n")
        );
        Assert.That(IsThere("first"), Is.False);
        var closed = await _desk.RunAsync("resume");
        Assert.That(closed.ExitCode, Is.EqualTo(2));
        Assert.That(
            closed.Error,
            Is.EqualTo(
                $"runbook: run {_desk.RunId} is closed (RolledBack): begin a new one with "
                    + $"`runbook rerun {_desk.RunId}`.\n"
            )
        );
    }

    [Test]
    public async Task A_guard_that_refuses_ends_with_4_and_can_be_resumed()
    {
        var refused = await ExecAsync("guard");
        Assert.That(refused.ExitCode, Is.EqualTo(4), refused.ToString());
        Assert.That(
            refused.Output,
            Does.Contain($"Run {_desk.RunId} is held at 'second': a guard refused.\n")
        );
        _desk.Put("mended", "");
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_doubt_ends_with_75_and_is_settled_by_a_person()
    {
        var doubt = await ExecAsync("doubt");
        Assert.That(doubt.ExitCode, Is.EqualTo(75), doubt.ToString());
        Assert.That(doubt.Output, Does.Contain($"Run {_desk.RunId} is held at 'second': in doubt.\n"));
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.EqualTo(75), "never guessed");
        var without = await _desk.RunAsync("resolve", _desk.RunId, "second", "--done");
        Assert.That(
            without.Error,
            Is.EqualTo(
                "runbook resolve: a decision wants its --reason.\nusage: runbook resolve RUN STEP [FILE] [options]\n"
            )
        );
        var both = await _desk.RunAsync(
            "resolve",
            _desk.RunId,
            "second",
            "--done",
            "--skip",
            "--reason",
            "x"
        );
        Assert.That(both.ExitCode, Is.EqualTo(2));
        var resolved = await _desk.RunAsync(
            "resolve",
            _desk.RunId,
            "second",
            "--done",
            "--reason",
            "I looked"
        );
        Assert.That(
            resolved.Output,
            Is.EqualTo(
                $"'second' of run {_desk.RunId} is now unverified.\nNext:    runbook resume {_desk.RunId}\n"
            ),
            resolved.Error
        );
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Until_pauses_and_skip_wants_a_reason()
    {
        var paused = await ExecAsync("fail", "--until", "first");
        Assert.That(paused.ExitCode, Is.Zero, paused.ToString());
        Assert.That(
            paused.Output,
            Does.Contain($"Run {_desk.RunId} is paused.\nStopped after 'first', as asked.\n")
        );
        var bare = await _desk.RunAsync("resume", "--skip", "second");
        Assert.That(
            bare.Error,
            Is.EqualTo(
                "runbook resume: every --skip wants its --reason: 1 --skip, 0 --reason.\nusage: "
                    + "runbook resume [RUN] [options]\n"
            )
        );
        var done = await _desk.RunAsync("resume", "--skip", "second", "--reason", "not today");
        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(
            done.Output,
            Does.Contain("second: skipped: alice: not today").And.Contain("1 step done, 1 skipped")
        );
    }

    [Test]
    public async Task An_approval_comes_from_another_person()
    {
        var held = await ExecAsync("approve");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        var own = await _desk.RunAsync("approve", _desk.RunId, "second");
        Assert.That(own.ExitCode, Is.Zero, own.ToString());
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.EqualTo(1), "nobody approves for himself");
        _desk.Environment["RUNBOOK_OPERATOR"] = "bob";
        var other = await _desk.RunAsync("approve", _desk.RunId, "second", "--evidence", "ticket 7");
        Assert.That(
            other.Output,
            Does.Match($@"^bob approved 'second' of run {_desk.RunId} \(plan \w+\)\.\n$")
        );
        var again = await _desk.RunAsync("approve", _desk.RunId, "second");
        Assert.That(
            again.Output,
            Is.EqualTo($"bob approved 'second' of run {_desk.RunId} before; that stands.\n")
        );
        var wrong = await _desk.RunAsync("approve", _desk.RunId, "secnd");
        Assert.That(
            wrong.Error,
            Is.EqualTo(
                $"runbook: run {_desk.RunId} has no step 'secnd' (did you mean 'second'?). "
                    + $"`runbook show {_desk.RunId}` lists them.\n"
            )
        );
        _desk.Environment["RUNBOOK_OPERATOR"] = "alice";
        Assert.That((await _desk.RunAsync("resume")).ExitCode, Is.Zero);
        Assert.That((await _desk.RunAsync("show", "--json")).Output, Does.Contain("bob: ticket 7"));
    }

    [Test]
    public async Task Another_journal_directory_is_kept_in_what_comes_next()
    {
        var other = Path.Combine(_desk.Folder, "other");
        var ended = await ExecAsync("fail", "--journal", other);
        var id = Path.GetFileName(Directory.GetDirectories(Path.Combine(other, "runs")).Single());
        Assert.That(ended.Output, Does.Contain($"Next:    runbook resume {id} --journal {other}\n"));
        Assert.That((await _desk.RunAsync("undo", id, "--journal", other)).ExitCode, Is.EqualTo(3));
        Assert.That(Directory.Exists(_desk.Home), Is.False);
    }
}
