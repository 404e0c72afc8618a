using System.Text;

namespace RunbookDsl.Journal.Tests;

/// <summary>
/// Journals of released formats: read for ever, never edited. The newest is also written, byte for byte.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "golden");

    [Test]
    public void Format1_IsReadAsItWasMeant()
    {
        var store = new FileJournalStore(Path.Combine(Folder, "v1"), new FixedClock(), Sample.Owner);

        var run = store.Read(Sample.RunId);

        using var scope = Assert.EnterMultipleScope();
        Assert.That(run.Runbook, Is.EqualTo("Database \"maintenance\" – März"));
        Assert.That(run.Epoch, Is.EqualTo(2));
        Assert.That(run.Anchored, Is.True);
        Assert.That(run.HeadHash, Has.Length.EqualTo(22));
        Assert.That(
            run.Records.Select(Describe),
            Is.EqualTo(File.ReadAllLines(Path.Combine(Folder, "v1", "meaning.txt")))
        );
        Assert.That(
            run.TornTails.Single().Lines,
            Is.EqualTo(new[] { new TornLine("step.intent", "reindex[t=ümlaut]", 2) })
        );
        Assert.That(store.VerifyLedger(), Is.EqualTo(1));
    }

    [Test]
    public void Format1_IsWrittenAsItWas()
    {
        using var home = new TempHome();
        Write(home);
        var compared = 0;
        foreach (var name in new[] { "000001.jsonl", "000001.torn", "000002.jsonl" })
        {
            var golden = File.ReadAllText(Path.Combine(Folder, "v1", "runs", Sample.RunId, name));
            Assert.That(File.ReadAllText(home.RunFile(Sample.RunId, name)), Is.EqualTo(golden), name);
            compared++;
        }
        var ledger = File.ReadAllText(Path.Combine(Folder, "v1", "ledger.jsonl"));
        Assert.That(File.ReadAllText(Path.Combine(home.Path, "ledger.jsonl")), Is.EqualTo(ledger));
        Assert.That(compared, Is.EqualTo(3));
    }

    /// <summary>One record of each type, a torn intent, a resume, a close.</summary>
    private static void Write(TempHome home)
    {
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            // Those of the release that wrote it: later names come behind.
            foreach (var type in TornTailTests.Types.Take(28))
            {
                if (type is RecordTypes.RunOpened or RecordTypes.RunResumed or RecordTypes.RunClosed)
                    continue;
                var isStep =
                    type.StartsWith("step.", StringComparison.Ordinal)
                    || type.StartsWith("undo.", StringComparison.Ordinal);
                journal.Append(
                    Sample.Record(
                        type,
                        isStep ? "backup/dump[db=orders]" : null,
                        isStep ? 1 : 0,
                        """{"k":"v"}"""
                    )
                );
                journal.Commit();
            }
            journal.Append(Sample.Intent("reindex[t=ümlaut]", 2));
            journal.Commit();
        }
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^30]);
        using var second = home.Store("bob").Resume(Sample.RunId, _ => Sample.Resumed);
        second.Close(Sample.Closed, "done");
    }

    private static string Describe(JournalRecord r) =>
        $"{r.Seq} {r.Epoch} {r.At:O} {r.Type} {r.Step} {r.Attempt} {Encoding.UTF8.GetString(r.Body.Span)}";
}
