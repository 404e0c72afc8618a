using System.Globalization;

namespace RunbookDsl.Hosts.Tests;

[CancelAfter(30_000)]
internal sealed class CancellationTests
{
    [Test]
    public async Task Cancelled_PoliteProgram_IsTerminatedAndReapedBeforeTheException()
    {
        using var machine = new Machine();
        var (run, pids) = await Start(
            machine,
            "trap 'echo bye; touch saidbye; exit 0' TERM; echo $$; sleep 60 & wait"
        );
        Assert.That(run.Cancel, Throws.TypeOf<OperationCanceledException>());
        Assert.That(File.Exists(Path.Combine(machine.Folder, "saidbye")));
        Assert.That(Processes.Exists(pids[0]), Is.False, "reaped");
    }

    [Test]
    public async Task Cancelled_GrandchildrenOfTheGroup_DieToo()
    {
        using var machine = new Machine();
        var (run, pids) = await Start(machine, "sleep 60 >/dev/null 2>&1 & echo $$ $!; exec sleep 61");
        Assert.That(run.Cancel, Throws.TypeOf<OperationCanceledException>());
        Assert.That(pids.Select(Processes.IsAlive), Is.All.False);
    }

    [Test]
    public async Task Cancelled_ProgramThatIgnoresIt_IsKilledWhenTheGraceOfTheClockIsOver()
    {
        var clock = new ManualClock();
        using var machine = new Machine(clock);
        var (run, pids) = await Start(machine, "trap '' TERM; echo $$; while :; do sleep 0.05; done");
        var cancel = Task.Run(() => run.Cancel());
        var timer = await clock.Timer;
        Assert.That(timer.Due, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(Processes.IsAlive(pids[0]), "the grace is not over");
        timer.Fire();
        Assert.That(() => cancel, Throws.TypeOf<OperationCanceledException>());
        Assert.That(Processes.Exists(pids[0]), Is.False);
    }

    [Test]
    public void Cancelled_BeforeTheStart_StartsNothing()
    {
        using var machine = new Machine();
        Assert.That(
            () => machine.Shell("touch ran", new CancellationToken(true)),
            Throws.TypeOf<OperationCanceledException>()
        );
        Assert.That(Directory.GetFiles(machine.Folder), Is.Empty);
    }

    /// <summary>Starts a script that first prints process ids on one line; returns when it has.</summary>
    private static async Task<(Running Run, int[] Pids)> Start(Machine machine, string script)
    {
        var source = new CancellationTokenSource();
        var printed = new TaskCompletionSource<string>();
        var command = new ProcessCommand("sh", ["-c", script]) { OnLine = l => printed.TrySetResult(l) };
        var run = machine.Runner.RunAsync(command, source.Token);
        var pids = (await printed.Task).Split(' ').Select(p => int.Parse(p, CultureInfo.InvariantCulture));
        return (new Running(run, source), pids.ToArray());
    }

    private sealed record Running(Task<ProcessResult> Task, CancellationTokenSource Source)
    {
        public async Task Cancel()
        {
            await Source.CancelAsync();
            await Task;
        }
    }
}
