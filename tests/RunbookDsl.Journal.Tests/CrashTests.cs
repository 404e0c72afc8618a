namespace RunbookDsl.Journal.Tests;

/// <summary>
/// kill -9 before every system call that changes the disk: what was acknowledged is there afterwards.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class CrashTests
{
    private const string Calls = "pwrite64,fdatasync,fsync,rename,ftruncate,unlink,mkdir";

    [Test, CancelAfter(120_000)]
    public void Kill_AtEveryCallOfCreateAndAppend_LosesNothingAcknowledged(
        [Values("pwrite64", "fdatasync", "fsync", "rename", "mkdir")] string call
    ) =>
        ForEachCall(
            call,
            _ => { },
            ["write", "RUN", "2"],
            (home, result, k) =>
            {
                if (result.LastAcked == 0 && !Directory.Exists(home.RunFile(Sample.RunId, "")))
                    return;
                Check(home, result.LastAcked, $"{call} #{k}");
                Resumable(home, $"{call} #{k}");
            }
        );

    [Test, CancelAfter(120_000)]
    public void Kill_AtEveryCallOfResumeAndClose_LosesNothingAcknowledged(
        [Values("pwrite64", "fdatasync", "fsync", "rename")] string call
    ) =>
        ForEachCall(
            call,
            WriteTornRun,
            ["resume", "RUN", "1"],
            (home, result, k) =>
            {
                var run = Check(home, Math.Max(7, result.LastAcked), $"{call} #{k}");
                Assert.That(
                    run.TornTails,
                    Has.Count.EqualTo(1),
                    $"the torn intent is forgotten: {call} #{k}"
                );
                Assert.That(run.TornTails[0].Lines[0].Step, Is.EqualTo("reindex"), $"{call} #{k}");
                Assert.That(run.Anchored, Is.True.Or.EqualTo(result.Anchored), $"{call} #{k}");
                if (run.Records[^1].Type != RecordTypes.RunClosed)
                    Resumable(home, $"{call} #{k}");
            }
        );

    private static void WriteTornRun(TempHome home)
    {
        Sample.WriteOpenRun(home.Store());
        File.AppendAllText(
            home.RunFile(Sample.RunId, "000001.jsonl"),
            """{"v":1,"seq":8,"ep":1,"d":7,"at":"2026-01-02T03:04Z","t":"step.intent","step":"reindex","a"""
        );
    }

    private static void ForEachCall(
        string call,
        Action<TempHome> prepare,
        string[] command,
        Action<TempHome, ProcessResult, int> check
    )
    {
        for (var k = 1; ; k++)
        {
            using var home = new TempHome();
            prepare(home);
            string[] arguments = [command[0], home.Path, Sample.RunId, command[2]];
            var result = DummyProcess.Traced(Calls, $"{call}:signal=KILL:when={k}", arguments);
            if (result.ExitCode == 0)
            {
                Assert.That(k, Is.GreaterThan(1), $"no {call} was seen at all: this test looks at nothing");
                TestContext.Out.WriteLine($"{call}: killed at {k - 1} calls");
                return;
            }
            Assert.That(result.ExitCode, Is.EqualTo(137), result.Error);
            check(home, result, k);
        }
    }

    private static RunHistory Check(TempHome home, long acked, string where)
    {
        var run = home.Store().Read(Sample.RunId);
        Assert.That(run.Records, Has.Count.GreaterThanOrEqualTo((int)acked), where);
        Assert.That(run.Owner, Is.Null, "the dead process still counts as owner: " + where);
        return run;
    }

    private static void Resumable(TempHome home, string where)
    {
        var before = home.Store().Read(Sample.RunId).Records.Count;
        using (home.Store("bob").Resume(Sample.RunId, _ => Sample.Resumed)) { }
        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(before + 1), where);
    }
}
