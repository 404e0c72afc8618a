namespace RunbookDsl.Journal.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class StoreTests
{
    [Test]
    public void List_IsNewestFirstAndAnUnreadableRunHidesNoOther()
    {
        using var home = new TempHome();
        foreach (var id in new[] { "20260101-000000-aaaa", "20260103-000000-cccc", "20260102-000000-bbbb" })
            home.Store().Create(Sample.Run with { RunId = id }, Sample.Opened).Dispose();
        var bad = home.RunFile("20260102-000000-bbbb", "000001.jsonl");
        File.WriteAllText(bad, "nonsense\n");
        Directory.CreateDirectory(home.RunFile(".left.1-2.tmp", ""));
        Directory.CreateDirectory(home.RunFile("20260104-000000-dddd", ""));

        var list = home.Store().List().ToList();

        Assert.That(
            list.Select(r => r.RunId),
            Is.EqualTo(
                new[]
                {
                    "20260104-000000-dddd",
                    "20260103-000000-cccc",
                    "20260102-000000-bbbb",
                    "20260101-000000-aaaa",
                }
            )
        );
        Assert.That(list.Select(r => r.History is not null), Is.EqualTo(new[] { false, true, false, true }));
        Assert.That(((JournalCorruptException)list[2].Error!).File, Is.EqualTo(bad));
    }

    [Test]
    public void FindRun_TakesAPrefixOrLatest()
    {
        using var home = new TempHome();
        var empty = Assert.Throws<RunNotFoundException>(() => home.Store().FindRun("latest"));
        Assert.That(
            empty!.Message,
            Is.EqualTo($"There is no run in {home.Path}. Begin one with 'runbook exec FILE'.")
        );
        foreach (var id in new[] { "20260101-000000-aaaa", "20260102-000000-bbbb", "20260102-000000-bbcc" })
            home.Store().Create(Sample.Run with { RunId = id }, Sample.Opened).Dispose();

        Assert.That(home.Store().FindRun("latest"), Is.EqualTo("20260102-000000-bbcc"));
        Assert.That(home.Store().FindRun("20260101"), Is.EqualTo("20260101-000000-aaaa"));
        Assert.That(
            Assert.Throws<RunNotFoundException>(() => home.Store().FindRun("20260102"))!.Message,
            Is.EqualTo(
                $"2 runs in {home.Path} begin with '20260102': 20260102-000000-bbcc, "
                    + $"20260102-000000-bbbb. Give more of the id."
            )
        );
        Assert.That(
            Assert.Throws<RunNotFoundException>(() => home.Store().FindRun("2027"))!.Message,
            Is.EqualTo(
                $"No run in {home.Path} begins with '2027'. The newest are: 20260102-000000-bbcc, "
                    + $"20260102-000000-bbbb, "
                    + "20260101-000000-aaaa. 'runbook runs' lists all."
            )
        );
    }

    /// <summary>An id has whole seconds, and what follows them is drawn by lot.</summary>
    [Test]
    public void FindRun_OfRunsOfOneSecond_KnowsTheNewest()
    {
        using var home = new TempHome();
        var clock = new FixedClock();
        var store = new FileJournalStore(home.Path, clock, Sample.Owner);
        string[] oldestFirst = ["20260102-030405-mmmm", "20260102-030405-zzzz", "20260102-030405-bbbb"];
        foreach (var id in oldestFirst)
        {
            store.Create(Sample.Run with { RunId = id }, Sample.Opened).Dispose();
            clock.Now += TimeSpan.FromMilliseconds(1);
        }
        store.Create(Sample.Run with { RunId = "20260102-030404-zzzz" }, Sample.Opened).Dispose();

        Assert.That(store.FindRun("latest"), Is.EqualTo(oldestFirst[^1]));
        string[] newestFirst = [.. oldestFirst.Reverse(), "20260102-030404-zzzz"];
        Assert.That(store.RunIds(), Is.EqualTo(newestFirst));
        Assert.That(store.List().Select(r => r.RunId), Is.EqualTo(newestFirst));
        // One that cannot be read is taken for the oldest of its second.
        File.WriteAllText(home.RunFile(oldestFirst[^1], "000001.jsonl"), "x");
        Assert.That(store.FindRun("latest"), Is.EqualTo(oldestFirst[1]));
    }

    [Test]
    public void Read_OfNoRun_SaysSo()
    {
        using var home = new TempHome();
        Assert.That(
            Assert.Throws<RunNotFoundException>(() => home.Store().Read("nope"))!.Message,
            Is.EqualTo($"There is no run nope in {home.Path}. 'runbook runs' lists all there are.")
        );
        Assert.Throws<ArgumentException>(() => home.Store().Read("../etc"));
    }

    [Test]
    public void RunId_IsSortableReadableAndValid()
    {
        var id = RunId.New(new FixedClock(), new Random(1));
        Assert.That(id, Does.Match("^20260102-030405-[2-9b-z]{4}$"));
        Assert.That(RunId.IsValid(id), Is.True);
        foreach (var bad in new[] { "", "-a", "A", "a/b", "..", "a.b", new string('a', 65) })
            Assert.That(RunId.IsValid(bad), Is.False, bad);
    }

    [Test]
    public void Blob_IsKeptUnderItsHashAndCheckedWhenRead()
    {
        using var home = new TempHome();
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        var name = journal.WriteBlob("abc"u8);

        Assert.That(
            name,
            Is.EqualTo("sha256-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        );
        Assert.That(journal.WriteBlob("abc"u8), Is.EqualTo(name));
        Assert.That(journal.ReadBlob(name), Is.EqualTo("abc"u8.ToArray()));
        File.AppendAllText(Path.Combine(journal.Location, "blobs", name), "d");
        Assert.Throws<JournalCorruptException>(() => journal.ReadBlob(name));
        Assert.That(
            Assert.Throws<ArgumentException>(() => journal.ReadBlob("../../x"))!.Message,
            Does.StartWith("'../../x' is no blob's name; expected sha256- and 64 hex digits.")
        );
    }

    [Test]
    public void Script_IsArchivedUnderItsHashAndName()
    {
        using var home = new TempHome();
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        Assert.That(journal.ArchiveScript("move.csx", "abc"u8), Is.EqualTo("ba7816bf8f01cfea-move.csx"));
        Assert.That(
            File.ReadAllText(Path.Combine(journal.Location, "script", "ba7816bf8f01cfea-move.csx")),
            Is.EqualTo("abc")
        );
        Assert.Throws<ArgumentException>(() => journal.ArchiveScript("../move.csx", "abc"u8));
    }

    [Test]
    public void Signal_OfOneId_CountsOnce()
    {
        using var home = new TempHome();
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        var box = new SignalBox(journal.Location);
        var firsts = 0;

        Parallel.For(
            0,
            20,
            i =>
            {
                if (box.Post("approve-1", [(byte)('a' + i)]))
                    Interlocked.Increment(ref firsts);
            }
        );
        Assert.That(firsts, Is.EqualTo(1));
        Assert.That(box.Read().Single().Content, Has.Length.EqualTo(1));
        Assert.That(Directory.GetFiles(Path.Combine(journal.Location, "signals")), Has.Length.EqualTo(1));
    }

    [Test, CancelAfter(30_000)]
    public void Commit_FromManyThreads_KeepsEveryLineOnceAndInOrder()
    {
        using var home = new TempHome();
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            Parallel.For(
                0,
                8,
                thread =>
                {
                    for (var i = 0; i < 100; i++)
                    {
                        journal.Append(Sample.Record(RecordTypes.StepOutcome, $"t{thread}", i + 1));
                        journal.Commit();
                    }
                }
            );
        }
        var run = home.Store().Read(Sample.RunId);
        Assert.That(run.Records, Has.Count.EqualTo(801));
        foreach (var thread in run.Records.Skip(1).GroupBy(r => r.Step))
            Assert.That(thread.Select(r => r.Attempt), Is.EqualTo(Enumerable.Range(1, 100)), thread.Key);
    }

    [TestCase("not json")]
    [TestCase("{\"a\":1}\n")]
    [TestCase("{\"a\":\n1}")]
    [TestCase("{\"a\":1}{}")]
    [TestCase("{\"a\":\"}")]
    [TestCase("[1]")]
    public void Append_OfABodyThatIsNoObjectOnOneLine_IsRefused(string body)
    {
        using var home = new TempHome();
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        var error = Assert.Throws<ArgumentException>(() =>
            journal.Append(Sample.Record("run.paused", body: body))
        );
        Assert.That(
            error!.Message,
            Is.EqualTo(
                "The body of a run.paused record is not one JSON object on one line; nothing was journaled."
            )
        );
        journal.Commit();
        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(1));
    }

    [Test]
    public void Step_WithEveryAwkwardCharacter_ComesBackAsItWas()
    {
        using var home = new TempHome();
        var step = string.Concat(Enumerable.Range(1, 0x17f).Select(c => (char)c)) + "😀\u2028";
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            journal.Append(Sample.Intent(step));
            journal.Commit();
        }
        Assert.That(home.Store().Read(Sample.RunId).Records[1].Step, Is.EqualTo(step));
    }

    [Test]
    public void Ledger_WithACloseCutOff_IsMendedByTheNext()
    {
        using var home = new TempHome();
        var ledger = Path.Combine(home.Path, "ledger.jsonl");
        foreach (var id in new[] { "a", "b", "c" })
        {
            using (var journal = home.Store().Create(Sample.Run with { RunId = id }, Sample.Opened))
                journal.Close(Sample.Closed, "done");
            if (id == "b")
                File.WriteAllText(ledger, File.ReadAllText(ledger)[..^30]);
        }
        Assert.That(File.ReadAllLines(ledger), Has.Length.EqualTo(2));
        Assert.That(
            home.Store().List().Select(r => r.History!.Anchored),
            Is.EqualTo(new[] { true, false, true })
        );
        Assert.That(home.Store().VerifyLedger(), Is.EqualTo(2));
    }

    [Test]
    public void Ledger_WithALineRemoved_IsRefused()
    {
        using var home = new TempHome();
        var ledger = Path.Combine(home.Path, "ledger.jsonl");
        foreach (var id in new[] { "a", "b", "c" })
        {
            using var journal = home.Store().Create(Sample.Run with { RunId = id }, Sample.Opened);
            journal.Close(Sample.Closed, "done");
        }
        var lines = File.ReadAllLines(ledger);
        File.WriteAllText(ledger, lines[0] + "\n" + lines[2] + "\n");

        var error = Assert.Throws<JournalCorruptException>(() => home.Store().VerifyLedger());
        Assert.That((error!.File, error.Line), Is.EqualTo((ledger, 2)));
    }
}
