using System.Collections;
using RunbookDsl.Testing;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>Runs of the real program whose journal is in a PostgreSQL database.</summary>
[CancelAfter(100_000)]
internal sealed class SharedJournalSpecs
{
    private static int s_number;
    private static LocalCluster s_cluster = null!;
    private readonly Desk _desk = new();
    private string _name = "";

    private string Url => $"postgres://postgres@127.0.0.1:{s_cluster.Port}/{_name}";

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);
        s_cluster = await LocalCluster.StartAsync(new ClusterOptions(environment), default);
    }

    [OneTimeTearDown]
    public static async Task StopAsync() => await s_cluster.DisposeAsync();

    [SetUp]
    public async Task MakeDatabaseAsync()
    {
        _name = $"cli{Interlocked.Increment(ref s_number)}";
        await s_cluster.CreateDatabaseAsync(_name);
        _desk.Environment["PGPASSWORD"] = s_cluster.Password;
        _desk.Environment["RUNBOOK_JOURNAL"] = Url;
    }

    [TearDown]
    public void Leave()
    {
        // Who was taken over keeps its outcome elsewhere than on the journal's own file system.
        foreach (var run in Directory.GetDirectories(_desk.Folder, "20*-*-*", SearchOption.AllDirectories))
        foreach (var file in Directory.GetFiles("/dev/shm", $"runbook-spill-{Path.GetFileName(run)}-*"))
            File.Delete(file);
        _desk.Dispose();
    }

    private Task<Ended> ExecAsync(string mode, params string[] more) =>
        _desk.RunAsync(["exec", Script.Modes, "-p", $"folder={_desk.Folder}", "-p", $"mode={mode}", .. more]);

    private static string Id(Ended ended) => ended.Output.Split("\nRun ")[1].Split(' ')[0];

    [Test]
    public async Task A_run_is_executed_shown_listed_and_verified()
    {
        var ended = await ExecAsync("ok");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Output, Does.EndWith($"Journal: {Url}\n"));
        Assert.That((await _desk.RunAsync("runs")).Output, Does.Contain($"{Id(ended)}  done"));
        Assert.That((await _desk.RunAsync("show")).Output, Does.Contain("done          first"));
        var verified = await _desk.RunAsync("verify");
        Assert.That(
            verified.Output,
            Does.Match(
                $@"^Run {Id(ended)}: the journal is intact: \d+ records in 1 segment, head "
                    + $@"\S{{22}}, closed with it\.\n"
                    + @"0 large values and 1 archived source agree with their hashes\.\n$"
            )
        );
        Assert.That(Directory.Exists(Path.Combine(_desk.Home, "runs")), Is.False, "nothing among the files");
    }

    [Test]
    public async Task A_held_run_is_resumed()
    {
        var held = await ExecAsync("fail", "--non-interactive");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        _desk.Put("mended", "");

        var done = await _desk.RunAsync("resume", "--from-failed", "--journal", Url);

        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(done.Output, Does.Contain($"Run {Id(held)} is done"));
        Assert.That(File.ReadAllText(Path.Combine(_desk.Folder, "first")), Is.EqualTo("x"));
    }

    [Test]
    public async Task A_held_run_is_resolved_and_taken_back()
    {
        var held = await ExecAsync("fail", "--non-interactive");

        var resolved = await _desk.RunAsync([
            "resolve",
            Id(held),
            "second",
            "--undone",
            "--reason",
            "no fire here",
        ]);
        Assert.That(resolved.ExitCode, Is.Zero, resolved.ToString());
        var undone = await _desk.RunAsync("undo", "--non-interactive");

        Assert.That(undone.ExitCode, Is.EqualTo(3), undone.ToString());
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "first")), Is.False);
        var off = await _desk.RunAsync("restore-list", Id(held));
        Assert.That(off.Output, Is.EqualTo($"Run {Id(held)} left nothing switched off.\n"));
    }

    [Test]
    public async Task An_approval_reaches_the_run_through_the_database()
    {
        var held = await ExecAsync("approve", "--non-interactive");
        Assert.That(held.ExitCode, Is.EqualTo(1), held.ToString());
        _desk.Environment["RUNBOOK_OPERATOR"] = "bob";
        _desk.Environment["RUNBOOK_HOME"] = Path.Combine(_desk.Folder, "bobs");
        var approved = await _desk.RunAsync("approve", Id(held), "second");
        Assert.That(approved.ExitCode, Is.Zero, approved.ToString());
        _desk.Environment["RUNBOOK_OPERATOR"] = "alice";
        _desk.Environment["RUNBOOK_HOME"] = _desk.Home;

        var done = await _desk.RunAsync("resume", Id(held), "--non-interactive");

        Assert.That(done.ExitCode, Is.Zero, done.ToString());
    }

    [Test]
    public async Task A_killed_run_is_resumed_at_once_on_its_machine()
    {
        using var started = _desk.Start(
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "-p",
            "mode=wait"
        );
        await started.SeenAsync("second");
        var refused = await _desk.RunAsync("resume", "--non-interactive");
        Assert.That(refused.ExitCode, Is.EqualTo(74), refused.ToString());
        Assert.That(refused.Error, Does.Contain("is already being run by alice@"));
        started.Signal("KILL");
        await started.EndAsync();
        _desk.Put("go", "");

        var done = await _desk.RunAsync("resume", "--non-interactive");

        Assert.That(done.ExitCode, Is.Zero, done.ToString());
        Assert.That(File.ReadAllText(Path.Combine(_desk.Folder, "first")), Is.EqualTo("x"));
    }

    private void Be(string name)
    {
        _desk.Environment["RUNBOOK_OPERATOR"] = name;
        _desk.Environment["RUNBOOK_HOME"] = Path.Combine(_desk.Folder, $"home of {name}");
    }

    [Test]
    public async Task A_run_is_offered_and_accepted()
    {
        Be("alice");
        var held = await ExecAsync("fail", "--non-interactive");
        var offered = await _desk.RunAsync("offer", Id(held), "--to", "bob");
        Assert.That(
            offered.Output,
            Is.EqualTo($"Run {Id(held)} is offered to bob, who takes it with: runbook accept {Id(held)}\n"),
            offered.ToString()
        );
        Assert.That((await _desk.RunAsync("show")).Output, Does.Contain("  offered:   to bob by alice at "));
        Be("carol");
        var refused = await _desk.RunAsync("accept", Id(held));
        Assert.That(refused.ExitCode, Is.EqualTo(74), refused.ToString());
        Assert.That(refused.Error, Is.EqualTo($"runbook: Run {Id(held)} is offered to bob, not to carol.\n"));
        Be("bob");

        var accepted = await _desk.RunAsync("accept", Id(held));

        Assert.That(accepted.ExitCode, Is.Zero, accepted.ToString());
        Assert.That(
            accepted.Output,
            Is.EqualTo(
                $"Run {Id(held)} is bob's now. Nothing was executed.\nNext:    runbook resume {Id(held)}\n"
            )
        );
        Assert.That((await _desk.RunAsync("show")).Output, Does.Contain("bob has taken it over from alice."));
    }

    [Test]
    public async Task A_run_is_stolen_after_saying_from_whom()
    {
        Be("alice");
        using var started = _desk.Start(
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "-p",
            "mode=wait"
        );
        await started.SeenAsync("second");
        Be("bob");
        var stolen = await _desk.RunAsync("steal", "latest", "--reason", "alice is asleep");
        _desk.Put("go", "");
        var ended = await started.EndAsync();

        Assert.That(stolen.ExitCode, Is.Zero, stolen.ToString());
        Assert.That(
            stolen.Error,
            Does.Match(
                @"^Run \S+ is being run by alice@\S+ \(pid \d+\) since .*Z; "
                    + @"alice@.* was the last to take it\.\n"
                    + @"Its last record is \d+, step\.intent of 'second', at .*Z\.\n$"
            )
        );
        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(ended.Error, Does.Contain("was taken over by bob@"));
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "third")), Is.False);
    }

    [TestCase("offer", "offered")]
    [TestCase("accept", "accepted")]
    public async Task A_run_in_files_stays_with_its_account(string verb, string what)
    {
        _desk.Environment["RUNBOOK_JOURNAL"] = null;
        await ExecAsync("fail", "--non-interactive");

        var refused = await _desk.RunAsync(
            verb == "offer" ? ["offer", "latest", "--to", "bob"] : ["accept", "latest"]
        );

        Assert.That(refused.ExitCode, Is.EqualTo(74));
        Assert.That(
            refused.Error,
            Is.EqualTo(
                $"runbook: A run whose journal is in files cannot be {what}: {_desk.Home} belongs to one "
                    + "account of this machine, and no other may write there. Whoever has that account just "
                    + "goes on with 'runbook resume'. Between operators and machines, keep the journal in a "
                    + "database: --journal postgres://…\n"
            )
        );
    }

    [Test]
    public async Task A_run_in_files_that_nobody_runs_changes_hands_with_a_reason()
    {
        _desk.Environment["RUNBOOK_JOURNAL"] = null;
        await ExecAsync("fail", "--non-interactive");
        _desk.Environment["RUNBOOK_OPERATOR"] = "bob";

        var stolen = await _desk.RunAsync("steal", "latest", "--reason", "shift change");

        Assert.That(stolen.ExitCode, Is.Zero, stolen.ToString());
        Assert.That(stolen.Error, Does.Contain("is run by nobody; alice@"));
        Assert.That(
            File.ReadAllText(Path.Combine(_desk.RunFolder, "000002.jsonl")),
            Does.Contain(
                """
                "body":{"as":"stolen","from":"alice","to":"bob","reason":"shift change"}
                """.Trim()
            )
        );
    }

    [Test]
    public async Task A_password_on_the_command_line_is_refused()
    {
        var ended = await _desk.RunAsync("runs", "--journal", "postgres://joe:canary-77@db/runbooks");

        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(
            ended.Error,
            Does.StartWith(
                "runbook runs: --journal holds a password, which every user of this machine can read in the "
                    + "list of processes. Leave it out of the command line: put it into the file that "
                    + "PGPASSFILE names, into PGPASSWORD, or the whole URL into RUNBOOK_JOURNAL.\n"
            )
        );
        Assert.That(ended.Error + ended.Output, Does.Not.Contain("canary-77"));
    }

    [Test]
    public async Task A_password_in_the_environment_is_used_and_never_shown()
    {
        _desk.Environment.Remove("PGPASSWORD");
        _desk.Environment["RUNBOOK_JOURNAL"] = s_cluster.Url(_name);

        var ended = await ExecAsync("fail", "--non-interactive");
        var shown = await _desk.RunAsync("show");

        Assert.That(ended.ExitCode, Is.EqualTo(1), ended.ToString());
        Assert.That(ended + shown.ToString(), Does.Not.Contain(s_cluster.Password));
        foreach (var file in Directory.GetFiles(_desk.Home, "*", SearchOption.AllDirectories))
            Assert.That(File.ReadAllText(file), Does.Not.Contain(s_cluster.Password), file);
    }

    [Test]
    public async Task A_database_that_does_not_answer_begins_nothing()
    {
        _desk.Environment["RUNBOOK_JOURNAL"] = "postgres://postgres@127.0.0.1:1/nothing";

        var ended = await ExecAsync("ok");

        Assert.That(ended.ExitCode, Is.EqualTo(74), ended.ToString());
        Assert.That(
            ended.Error,
            Is.EqualTo(
                "runbook: The journal in postgres://postgres@127.0.0.1:1/nothing cannot be reached: Connection "
                    + "refused. Check that the server runs and listens there, then try again.\n"
            )
        );
        Assert.That(File.Exists(Path.Combine(_desk.Folder, "first")), Is.False);
    }

    [Test]
    public async Task A_run_whose_journal_is_in_files_loads_nothing_of_the_database()
    {
        _desk.Environment["RUNBOOK_JOURNAL"] = null;
        using var started = _desk.Start(
            "exec",
            Script.Modes,
            "-p",
            $"folder={_desk.Folder}",
            "-p",
            "mode=wait"
        );
        await started.SeenAsync("second");

        var mapped = await File.ReadAllTextAsync($"/proc/{started.Pid}/maps");

        _desk.Put("go", "");
        Assert.That((await started.EndAsync()).ExitCode, Is.Zero);
        Assert.That(mapped, Does.Contain("RunbookDsl.Journal.dll"));
        Assert.That(mapped, Does.Not.Contain("Npgsql"));
        Assert.That(mapped, Does.Not.Contain("RunbookDsl.Journal.Postgres"));
    }
}
