namespace RunbookDsl.Journal.Tests;

/// <summary>
/// A disk that fails: nothing that depends on a failed barrier happens, and the message says what to do.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class DiskFaultTests
{
    [Test, CancelAfter(120_000)]
    public void Sync_InputOutputErrorAtEachCall_StopsTheProcess([Values("fdatasync", "fsync")] string call)
    {
        for (var k = 1; ; k++)
        {
            using var home = new TempHome();
            var result = DummyProcess.Traced(
                "fdatasync,fsync",
                $"{call}:error=EIO:when={k}",
                "write",
                home.Path,
                Sample.RunId,
                "2"
            );
            if (result.ExitCode == 0)
            {
                Assert.That(k, Is.GreaterThan(2), "fewer syncs than a durable run needs");
                return;
            }
            using var scope = Assert.EnterMultipleScope();
            Assert.That(result.ExitCode, Is.EqualTo(74), $"{call} #{k}");
            Assert.That(
                result.Error,
                Does.StartWith("Could not sync ")
                    .And.EndsWith(
                        ": Input/output error (error 5). The disk may be failing: look at 'dmesg', "
                            + "then 'runbook resume' on a good disk.\n"
                    )
            );
            var after = result
                .Trace.SkipWhile(l => !l.Contains("INJECTED", StringComparison.Ordinal))
                .Skip(1);
            Assert.That(
                after.Where(l => l.Contains("sync(", StringComparison.Ordinal)),
                Is.Empty,
                $"{call} #{k}: went on"
            );
        }
    }

    [Test]
    public void Sync_FailedOnce_EveryLaterCallThrowsTheSame()
    {
        using var home = new TempHome();
        var result = DummyProcess.Traced(
            "fdatasync",
            "fdatasync:error=EIO:when=2",
            "poison",
            home.Path,
            Sample.RunId
        );

        Assert.That(result.Output, Is.EqualTo("Commit: same\nAppend: same\nClose: same\n"), result.Error);
        Assert.That(result.Count("fdatasync"), Is.EqualTo(2), "a failed sync is never tried again");
    }

    [Test, CancelAfter(120_000)]
    public void Write_DiskFullOnceAtEachCall_UsesTheReserveOrStops()
    {
        var saved = 0;
        for (var k = 1; ; k++)
        {
            using var home = new TempHome();
            var result = DummyProcess.Traced(
                "pwrite64,ftruncate,unlink",
                $"pwrite64:error=ENOSPC:when={k}",
                "write",
                home.Path,
                Sample.RunId,
                "2"
            );
            var injected = result.Trace.Any(l => l.Contains("INJECTED", StringComparison.Ordinal));
            if (!injected)
                break;
            if (result.ExitCode != 0)
            {
                Assert.That(result.ExitCode, Is.EqualTo(74), result.Error);
                Assert.That(result.LastAcked, Is.Zero, "a run that began must get its lines out");
                Assert.That(
                    Directory.EnumerateDirectories(Path.Combine(home.Path, "runs")),
                    Is.Empty,
                    $"#{k}"
                );
                continue;
            }
            saved++;
            Assert.That(File.Exists(home.RunFile(Sample.RunId, "ballast")), Is.False, $"#{k}");
            Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(5), $"#{k}");
        }
        Assert.That(saved, Is.EqualTo(4), "each of the four commits can be saved by the reserve");
    }

    [Test, CancelAfter(120_000)]
    public void Write_DiskFullForGood_StopsWithWhatIsDurable()
    {
        for (var k = 5; k <= 8; k++)
        {
            using var home = new TempHome();
            var result = DummyProcess.Traced(
                "pwrite64",
                $"pwrite64:error=ENOSPC:when={k}+",
                "write",
                home.Path,
                Sample.RunId,
                "2"
            );

            Assert.That(result.ExitCode, Is.EqualTo(74));
            Assert.That(
                result.Error,
                Is.EqualTo(
                    $"Could not write {home.RunFile(Sample.RunId, "000001.jsonl")}: No space left on "
                        + $"device (error 28). "
                        + "The file system is full: free space there, then 'runbook resume'.\n"
                )
            );
            var run = home.Store().Read(Sample.RunId);
            Assert.That(run.Records, Has.Count.EqualTo(k - 4));
            Assert.That(run.Torn, Is.Null);
            using (home.Store().Resume(Sample.RunId, _ => Sample.Resumed)) { }
        }
    }

    [Test, CancelAfter(120_000)]
    public void Write_ThatLiesAboutItsLength_IsFoundWhenRead()
    {
        for (var k = 5; k <= 8; k++)
        {
            using var home = new TempHome();
            var result = DummyProcess.Traced(
                "pwrite64",
                $"pwrite64:retval=3:when={k}",
                "write",
                home.Path,
                Sample.RunId,
                "2"
            );

            Assert.That(result.ExitCode, Is.Zero, result.Error);
            var error = Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));
            Assert.That(error!.Line, Is.EqualTo(k - 3));
        }
    }

    [Test]
    public void Commit_Counted_IsOneWriteAndOneSync()
    {
        using var home = new TempHome();
        var two = DummyProcess.Traced("pwrite64,fdatasync,fsync", null, "write", home.Path, "two", "2");
        var five = DummyProcess.Traced("pwrite64,fdatasync,fsync", null, "write", home.Path, "five", "5");

        using var scope = Assert.EnterMultipleScope();
        Assert.That(
            five.Count("pwrite64") - two.Count("pwrite64"),
            Is.EqualTo(6),
            "writes of six more commits"
        );
        Assert.That(
            five.Count("fdatasync") - two.Count("fdatasync"),
            Is.EqualTo(6),
            "syncs of six more commits"
        );
        Assert.That(five.Count("fsync"), Is.EqualTo(2), "directories are synced once, when the run begins");
    }

    [Test]
    public void RuntimeFlush_WithFailingDisk_StillSaysNothing()
    {
        using var home = new TempHome();
        var result = DummyProcess.Traced(
            "fsync",
            "fsync:error=EIO",
            "flush",
            Path.Combine(home.Path, "probe")
        );

        Assert.That(
            result.Count("fsync"),
            Is.GreaterThanOrEqualTo(2),
            "the runtime no longer calls fsync for its flush: look at what it does now and inject there"
        );
        Assert.That(
            result.Output,
            Is.EqualTo("RandomAccess.FlushToDisk returned\nFileStream.Flush(true) returned\n"),
            "The runtime reports failed syncs now. Good: say so in FORMAT.md, and reconsider the ban in "
                + "BannedSymbols.txt."
        );
    }
}
