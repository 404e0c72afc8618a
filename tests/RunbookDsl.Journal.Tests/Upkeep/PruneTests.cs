namespace RunbookDsl.Journal.Tests.Upkeep;

/// <summary>Only what is closed goes, and the ledger still knows it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PruneTests
{
    [Test]
    public void Prune_OfAClosedRun_LeavesItsLine()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        var store = home.Store();
        var head = store.Read(Sample.RunId).HeadHash;
        var size = Directory
            .EnumerateFiles(home.RunFile(Sample.RunId, ""), "*", SearchOption.AllDirectories)
            .Sum(f => new FileInfo(f).Length);

        var freed = store.Prune(Sample.RunId);

        using var scope = Assert.EnterMultipleScope();
        Assert.That(freed, Is.EqualTo(size));
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(home.Path, "runs")), Is.Empty);
        Assert.That(
            store.ReadLedger().Select(l => (l.RunId, l.Status, l.Head)),
            Is.EqualTo(new[] { (Sample.RunId, "done", head), (Sample.RunId, "pruned", head) })
        );
        var verified = new RunVerifier(store, store).Verify(Sample.RunId);
        Assert.That((verified.IsIntact, verified.History), Is.EqualTo((true, (RunHistory?)null)));
    }

    [Test]
    public void Prune_OfAnOpenRun_IsRefused()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());

        Assert.That(
            Assert.Throws<JournalException>(() => home.Store().Prune(Sample.RunId))!.Message,
            Is.EqualTo(
                $"Run {Sample.RunId} is not closed: it can be resumed or undone, so nothing of it is removed."
            )
        );
        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(7));
    }

    [Test]
    public void Prune_OfARunThatSomebodyHas_IsRefused()
    {
        using var home = new TempHome();
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            journal.Close(Sample.Closed, "done");
            Assert.Throws<JournalLockedException>(() => home.Store().Prune(Sample.RunId));
        }
        Assert.That(home.Store().Prune(Sample.RunId), Is.Positive);
    }

    [Test]
    public void Prune_OfADamagedRun_IsRefused()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"a\"", "\"b\"", StringComparison.Ordinal));

        Assert.Throws<JournalCorruptException>(() => home.Store().Prune(Sample.RunId));
        Assert.That(File.Exists(file), Is.True);
    }

    [Test]
    public void Prune_AfterACloseThatDiedBeforeTheLedger_AnchorsTheRunFirst()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        File.Delete(Path.Combine(home.Path, "ledger.jsonl"));

        home.Store().Prune(Sample.RunId);

        Assert.That(
            home.Store().ReadLedger().Select(l => l.Status),
            Is.EqualTo(new[] { "closed", "pruned" })
        );
    }
}
