using RunbookDsl.Engine;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests;

/// <summary>
/// A disk that fails at each call in turn, on each kind of file system: the process stops, nothing is
/// acted on
/// behind a failed barrier, and a restart that believes the cache loses no completed step when the power
/// goes.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
public sealed class FailingDiskTests
{
    private const int InputOutput = 5;

    private static readonly CrashScenario Scenario = new("four steps", Script);

    [Test]
    public async Task A_barrier_that_fails_stops_the_process_and_loses_no_step(
        [Values] FileSystemKindName kind
    )
    {
        using var home = new Folder();
        var clean = await CleanAsync(home);
        var barriers = clean.Process!.Calls.Count(c => c.Name is "fdatasync" or "fsync");
        Assert.That(barriers, Is.GreaterThan(12));
        var cases = 0;
        for (var k = 1; k <= barriers; k++)
        for (var second = 0; second <= 40; second += 4)
        {
            var run = New(k * 100 + second, kind, home);
            await FailAsync(run, k, kind);
            await RestartAsync(run, second);
            await EndAsync(run, clean, $"{kind}, barrier {k}, then call {second} of the restart");
            cases++;
        }
        TestContext.Out.WriteLine($"{kind}: {barriers} barriers, {cases} cases");
    }

    [Test]
    public async Task An_error_at_any_call_is_survived([Values(28, 122, 30, 116, 24, 4, 5)] int error)
    {
        using var home = new Folder();
        var clean = await CleanAsync(home);
        var calls = clean.Process!.Calls.Count;
        for (var k = 1; k <= calls; k++)
        {
            var run = New(k, FileSystemKindName.Ext4Ordered, home);
            var number = k;
            await run.GoOnAsync(new Life { Fault = c => c.Number == number ? DiskFault.Fails(error) : null });
            var call = run.Process!.Calls[k - 1];
            var isRepeated = error == 4 && call.Name == "pwrite";
            // The reserve makes room for what is written; nothing is done again after a sync that failed.
            var hasRoom =
                call.Name is "pwrite" || (call.Name is "open" && $"{call}".EndsWith("ledger.jsonl"));
            var isSaved = error is 28 or 122 && hasRoom && run.Last is not null;
            if (!isRepeated && !isSaved)
                Assert.That($"{run.Failure}", Does.Contain($"(error {error})"), call.ToString());
            if (run.Disk.IsReadOnly)
                run.LosePower(mayTrash: false);
            await EndAsync(run, clean, $"error {error} at {call}");
        }
        TestContext.Out.WriteLine($"error {error} at {calls} calls");
    }

    [Test]
    public async Task Short_writes_are_gone_on_with([Values(1, 7, 100, 511)] int bytes)
    {
        using var home = new Folder();
        var clean = await CleanAsync(home);
        // The reserve's 64 KiB byte by byte would only take time.
        var run = New(bytes, FileSystemKindName.Ext4Ordered, home);
        await run.GoOnAsync(
            new Life
            {
                Fault = c =>
                    c.Name == "pwrite" && !c.Path.EndsWith("ballast", StringComparison.Ordinal)
                        ? DiskFault.Short(bytes)
                        : null,
            }
        );
        Assert.That(run.Last?.Status, Is.EqualTo(RunStatus.Done), run.Failure?.Message);
        await EndAsync(run, clean, $"{bytes} bytes a write");
    }

    // The failing process stops at once: no call to the disk but to give things back, no effect.
    private static async Task FailAsync(CrashRun run, int k, FileSystemKindName kind)
    {
        var (seen, failedAt, effects) = (0, 0, 0);
        await run.GoOnAsync(
            new Life
            {
                Fault = call =>
                {
                    if (call.Name is not ("fdatasync" or "fsync") || ++seen != k)
                        return null;
                    (failedAt, effects) = (call.Number, run.Effects.Log.Count);
                    return DiskFault.Fails(InputOutput);
                },
            }
        );
        var after = run.Process!.Calls.Skip(failedAt).Where(c => c.Name is not "unlink").ToList();
        if (kind != FileSystemKindName.Ext4Journal || run.Process.Calls[failedAt - 1].Name == "fsync")
        {
            Assert.That(run.Failure?.Message, Does.Contain("(error 5)"), $"barrier {k}");
            Assert.That(after, Is.Empty, $"barrier {k}: went on");
            Assert.That(run.Effects.Log, Has.Count.EqualTo(effects), $"barrier {k}: acted on");
        }
    }

    // The next process sees the cache, goes on, and the power goes in its midst.
    private static async Task RestartAsync(CrashRun run, int second)
    {
        if (run.Disk.IsReadOnly)
            run.LosePower(mayTrash: false);
        if (run.Read() is { } history && history.Records[^1].Type == RecordTypes.RunClosed)
            return;
        await run.GoOnAsync(second == 0 ? new Life() : Life.EndsAtDiskCall(second, after: true));
        if (!run.Disk.Root.IsLying)
            run.LosePower(mayTrash: false);
    }

    private static async Task EndAsync(CrashRun run, CrashRun clean, string where)
    {
        try
        {
            var ending = new CrashEnding(Scenario, clean);
            await ending.FinishAsync(run);
            ending.Check(run);
            if (!run.Disk.Root.IsLying)
                CrashEnding.CheckAfterAll(run);
        }
        catch (Exception e) when (e is BrokenPromiseException or JournalException)
        {
            Assert.Fail($"{where}: {e.Message}\n{run.Trace}");
        }
    }

    private static async Task<CrashRun> CleanAsync(Folder home)
    {
        var clean = New(1, FileSystemKindName.Ext4Ordered, home);
        await clean.GoOnAsync(new Life());
        Assert.That(clean.Last?.Status, Is.EqualTo(RunStatus.Done), clean.Failure?.Message);
        return clean;
    }

    private static CrashRun New(int seed, FileSystemKindName kind, Folder home) =>
        new(Scenario, seed, (FileSystemKind)kind, home.Path);

    private static Plan Script(EffectServer server) =>
        Plans.Of(() =>
        {
            Step("a").Run(server.Setting("a", "on"));
            Step("mail")
                .Run(ctx =>
                {
                    server.Do(ctx, "mail");
                    return Task.FromResult(1);
                });
            Step("b").Run(Temporarily(server.Setting("b", "on")));
        });

    private sealed class Folder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("runbook-disk-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
