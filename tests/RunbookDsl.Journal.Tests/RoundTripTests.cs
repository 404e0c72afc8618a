using System.Text;

namespace RunbookDsl.Journal.Tests;

public sealed class RoundTripTests
{
    [Test]
    public void Read_GivesBackWhatWasCommitted()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());

        var run = home.Store().Read(Sample.RunId);

        using var scope = Assert.EnterMultipleScope();
        Assert.That(run.Runbook, Is.EqualTo("Database \"maintenance\" – März"));
        Assert.That(run.Records.Select(r => r.Seq), Is.EqualTo(new long[] { 1, 2, 3, 4, 5, 6, 7 }));
        Assert.That(run.Records[1].Type, Is.EqualTo("step.intent"));
        Assert.That(run.Records[1].Step, Is.EqualTo("backup/dump[db=orders]"));
        Assert.That(run.Records[1].Attempt, Is.EqualTo(1));
        Assert.That(run.Records[1].Epoch, Is.EqualTo(1));
        Assert.That(run.Records[1].At, Is.EqualTo(FixedClock.Instant));
        Assert.That(
            Encoding.UTF8.GetString(run.Records[2].Body.Span),
            Is.EqualTo("""{"ok":true,"output":{"bytes":123}}""")
        );
        Assert.That(run.Torn, Is.Null);
        Assert.That(run.Owner, Is.Null);
        Assert.That(run.Anchored, Is.False);
    }

    [Test]
    public void Resume_OpensANewSegmentAndGoesOn()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());

        RunHistory? seen = null;
        using (
            var journal = home.Store("bob")
                .Resume(
                    Sample.RunId,
                    history =>
                    {
                        seen = history;
                        return Sample.Resumed;
                    }
                )
        )
        {
            Assert.That(journal.Append(Sample.Intent("analyze")), Is.EqualTo(9));
            journal.Commit();
        }

        var run = home.Store().Read(Sample.RunId);
        using var scope = Assert.EnterMultipleScope();
        Assert.That(seen!.Records, Has.Count.EqualTo(7));
        Assert.That(seen.Owner!.Operator, Is.EqualTo("bob"));
        Assert.That(run.Epoch, Is.EqualTo(2));
        Assert.That(run.Records.Select(r => r.Epoch), Is.EqualTo(new[] { 1, 1, 1, 1, 1, 1, 1, 2, 2 }));
        Assert.That(run.Records[7].Type, Is.EqualTo("run.resumed"));
    }

    [Test]
    public void Append_WithoutCommit_IsNotThere()
    {
        using var home = new TempHome();
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
            journal.Append(Sample.Intent("a"));

        Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(1));
    }

    [Test]
    public void Close_AnchorsTheRunInTheLedger()
    {
        using var home = new TempHome();
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
            journal.Close(Sample.Closed, "done");

        var run = home.Store().Read(Sample.RunId);
        using var scope = Assert.EnterMultipleScope();
        Assert.That(run.Anchored, Is.True);
        Assert.That(run.Records[^1].Type, Is.EqualTo("run.closed"));
        Assert.That(
            File.ReadAllText(Path.Combine(home.Path, "ledger.jsonl")),
            Does.Contain($"\"status\":\"done\",\"seq\":2,\"head\":\"{run.HeadHash}\"")
        );
    }

    [Test]
    public void Resume_WritesWhatItReadAnew_SoThatItIsSafeToActUpon()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var segment = home.RunFile(Sample.RunId, "000001.jsonl");
        var before = File.ReadAllBytes(segment);
        using var old = File.Open(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

        using var journal = home.Store().Resume(Sample.RunId, _ => Sample.Resumed);

        // The old file is another one now: what happens to its pages does not matter any more.
        old.SetLength(0);
        Assert.That(File.ReadAllBytes(segment), Is.EqualTo(before));
    }

    [Test]
    public void Resume_WhoseCallbackThrows_ChangesNothing()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var location = home.RunFile(Sample.RunId, "");
        string[] Files() => [.. Directory.GetFiles(location).Order()];
        var before = Files();

        var error = Assert.Throws<InvalidOperationException>(() =>
            home.Store().Resume(Sample.RunId, _ => throw new InvalidOperationException("not now"))
        );

        Assert.That(error!.Message, Is.EqualTo("not now"));
        Assert.That(Files(), Is.EqualTo(before));
        Assert.That(home.Store().Read(Sample.RunId).Owner, Is.Null);
    }
}
