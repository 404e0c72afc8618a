namespace RunbookDsl.Hosts.Tests;

/// <summary>A detached program goes on when its runner is killed, and is taken up again.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class DetachedTests
{
    private const string Script = """
        echo $$ >pid-work; echo run >>runs; echo "$RUNBOOK_STEP $RUNBOOK_FENCE"; echo oops >&2
        echo ready >ready; read word <go; echo "$word"; exit 3
        """;

    [Test]
    public async Task A_killed_runner_s_program_is_taken_up_with_its_output_and_exit_code(
        CancellationToken cancellation
    )
    {
        using var runner = new KilledRunner(Script);
        await runner.KilledAsync("detached", cancellation);
        Assert.That(Processes.IsAlive(int.Parse(runner.TextOf("pid-work"), null)), Is.True);
        using var next = runner.Begin("resume", "detached", TimeSpan.Zero);
        await KilledRunner.LineAsync(next, "Waiting taken up where it runs: ", cancellation);
        await KilledRunner.LineAsync(next, "StepProgress work 1", cancellation);
        await runner.GoAsync(cancellation);
        Assert.That(await KilledRunner.LastLineAsync(next, cancellation), Is.EqualTo("Done:"));
        Assert.That(runner.TextOf("result"), Is.EqualTo("3|work 1\ngo\n|oops\n"));
        Assert.That(runner.TextOf("runs"), Is.EqualTo("run\n"));
    }

    [Test]
    public async Task What_ended_while_nobody_was_there_is_read(CancellationToken cancellation)
    {
        using var runner = new KilledRunner(Script);
        await runner.KilledAsync("detached", cancellation);
        await runner.GoAsync(cancellation);
        using var next = runner.Begin("resume", "detached", TimeSpan.Zero);
        Assert.That(await KilledRunner.LastLineAsync(next, cancellation), Is.EqualTo("Done:"));
        Assert.That(runner.TextOf("result"), Is.EqualTo("3|work 1\ngo\n|oops\n"));
        Assert.That(runner.TextOf("runs"), Is.EqualTo("run\n"));
    }

    [Test]
    public async Task What_was_killed_with_its_session_left_no_exit_code_and_is_held(
        CancellationToken cancellation
    )
    {
        using var runner = new KilledRunner(Script);
        await runner.KilledAsync("detached", cancellation);
        var folder = Directory
            .GetDirectories(runner.PathOf("home/runs"))
            .SelectMany(r => Directory.GetDirectories(Path.Combine(r, "detached")))
            .Single();
        var supervisor = int.Parse(File.ReadAllText(Path.Combine(folder, "started")).Split(' ')[0], null);
        Processes.Kill(supervisor);
        Processes.Kill(int.Parse(runner.TextOf("pid-work"), null));
        using var next = runner.Begin("resume", "detached", TimeSpan.Zero);
        var last = await KilledRunner.LastLineAsync(next, cancellation);
        Assert.That(last, Does.StartWith("InDoubt: 'work' is in doubt: 'sh' began and nothing of it lives"));
        Assert.That(runner.TextOf("runs"), Is.EqualTo("run\n"));
    }

    [Test]
    public async Task What_never_began_can_never_begin_after_the_look(CancellationToken cancellation)
    {
        using var machine = new Machine();
        var folder = Path.Combine(machine.Folder, "d");
        Assert.That(machine.Runner.Look(folder), Is.EqualTo(DetachedState.NeverBegun));
        var command = new ProcessCommand("touch", [Path.Combine(machine.Folder, "effect")]);
        await machine.Runner.StartAsync(command, folder);
        Assert.That(
            async () => await machine.Runner.EndAsync(command, folder, cancellation),
            Throws
                .InstanceOf<OutcomeUnknownException>()
                .With.Message.EqualTo("'touch' was never begun: its runner ended right before")
        );
        Assert.That(File.Exists(Path.Combine(machine.Folder, "effect")), Is.False);
    }

    [Test]
    public async Task It_inherits_no_file_and_its_folder_is_its_user_s_alone(CancellationToken cancellation)
    {
        using var machine = new Machine();
        var folder = Path.Combine(machine.Folder, "d");
        using var open = new FileStream(Path.Combine(machine.Folder, "open"), FileMode.Create);
        Processes.MakeInheritable((int)open.SafeFileHandle.DangerousGetHandle());
        var command = new ProcessCommand("sh", ["-c", "ls -l /proc/self/fd; umask"]);
        await machine.Runner.StartAsync(command, folder);
        var result = await machine.Runner.EndAsync(command, folder, cancellation);
        Assert.That(result.Output, Does.Not.Contain("/open"));
        Assert.That(
            File.GetUnixFileMode(Path.Combine(folder, "out")),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)
        );
        Assert.That(result.Output, Does.Not.EndWith("0077\n"));
    }

    [Test]
    public async Task Cancelling_ends_it_and_all_it_started()
    {
        using var machine = new Machine();
        var folder = Path.Combine(machine.Folder, "d");
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new ProcessCommand("sh", ["-c", "trap '' TERM; sleep 1000 & echo $!; wait; wait"])
        {
            OnLine = line => begun.TrySetResult(line),
            Grace = TimeSpan.FromMilliseconds(50),
        };
        await machine.Runner.StartAsync(command, folder);
        var ending = machine.Runner.EndAsync(command, folder, cancel.Token);
        var child = int.Parse(await begun.Task, null);
        await cancel.CancelAsync();
        Assert.That(async () => await ending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Processes.IsAlive(child), Is.False);
        Assert.That(machine.Runner.Look(folder), Is.EqualTo(DetachedState.Lost));
    }

    [Test]
    public void A_missing_program_is_told_before_anything_is_begun()
    {
        using var machine = new Machine();
        var command = new ProcessCommand("no-such-program", []);
        Assert.That(
            async () => await machine.Runner.StartAsync(command, Path.Combine(machine.Folder, "d")),
            Throws.InstanceOf<OperationFailedException>()
        );
    }
}
