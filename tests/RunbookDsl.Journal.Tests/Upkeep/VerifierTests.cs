using System.Text;

namespace RunbookDsl.Journal.Tests.Upkeep;

/// <summary>Damage in anything a run consists of is found and told.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class VerifierTests
{
    [Test]
    public void Verify_OfAnIntactRun_CountsWhatItLookedAt()
    {
        using var home = new TempHome();
        Write(home);

        var run = Verify(home);

        using var scope = Assert.EnterMultipleScope();
        Assert.That(run.IsIntact, Is.True);
        Assert.That(run.History!.Records, Has.Count.EqualTo(4));
        Assert.That((run.Blobs, run.Sources), Is.EqualTo((1, 1)));
        Assert.That(run.Ledger!.Status, Is.EqualTo("done"));
        Assert.That(run.Ledger.Head, Is.EqualTo(run.History.HeadHash));
    }

    [TestCase("blobs", true)]
    [TestCase("blobs", false)]
    [TestCase("script", true)]
    [TestCase("script", false)]
    public void Verify_OfAFileThatIsGoneOrEdited_NamesItAndItsRecord(string folder, bool isGone)
    {
        using var home = new TempHome();
        Write(home);
        var file = Directory.GetFiles(home.RunFile(Sample.RunId, folder)).Single();
        if (isGone)
            File.Delete(file);
        else
            File.AppendAllText(file, "x");

        var found = Verify(home).Damage.Single();

        var record = folder == "blobs" ? 3 : 2;
        var what = isGone
            ? $"the file that record {record} names; it is missing"
            : $"the content that record {record} names by its hash";
        Assert.That(
            found.ToString(),
            Is.EqualTo(
                $"The journal is damaged: {file}: expected {what}. Nothing was changed. "
                    + "Restore this file from a backup: its name is its hash."
            )
        );
    }

    [Test]
    public void Verify_OfADamagedLine_IsTheRefusalOfTheReader()
    {
        using var home = new TempHome();
        Write(home);
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"a\"", "\"b\"", StringComparison.Ordinal));

        var run = Verify(home);

        Assert.That(run.History, Is.Null);
        Assert.That(
            run.Damage.Single().ToString(),
            Is.EqualTo(
                $"The journal is damaged: {file}, line 3 (record 3): expected a line that agrees with its "
                    + $"hash. Nothing was changed. Restore the run's directory from a backup; or "
                    + $"'runbook salvage {Sample.RunId}' makes a new run of all that is proved and keeps the "
                    + "rest as evidence."
            )
        );
    }

    [Test]
    public void Verify_OfAClosedRunWhoseFolderIsGone_IsDamage()
    {
        using var home = new TempHome();
        Write(home);
        Directory.Delete(home.RunFile(Sample.RunId, ""), recursive: true);

        Assert.That(
            Verify(home).Damage.Single().Expected,
            Is.EqualTo($"the directory of run {Sample.RunId}, closed as done and never pruned")
        );
    }

    [Test]
    public void Verify_OfAWordThatLooksLikeABlobInsideAResult_IsNoDamage()
    {
        using var home = new TempHome();
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            var name = "sha256-" + new string('0', 64);
            journal.Append(
                Sample.Record(
                    RecordTypes.StepOutcome,
                    "a",
                    1,
                    $$"""{"result":{"blob":"{{name}}"},"k":"lob"}"""
                )
            );
            journal.Commit();
        }

        Assert.That(Verify(home).IsIntact, Is.True);
    }

    [Test]
    public void OpenRun_WhoseLastSegmentWasTakenAway_IsDamaged()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        home.Store().Resume(Sample.RunId, _ => Sample.Resumed).Dispose();
        var head = home.Store().Read(Sample.RunId).HeadHash;
        File.Delete(home.RunFile(Sample.RunId, "000002.jsonl"));

        var error = Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));

        var heads = Path.Combine(home.Path, "open", Sample.RunId + ".jsonl");
        Assert.That(
            error!.Expected,
            Is.EqualTo($"the record that {heads} has with hash {head}: the end was cut off")
        );
        Assert.That(error.Seq, Is.EqualTo(8));
    }

    [Test]
    public void OpenRun_ThatIsGoneAltogether_IsMissed()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        Assert.That(home.Store().MissingOpenRuns(), Is.Empty);
        Directory.Delete(home.RunFile(Sample.RunId, ""), recursive: true);

        Assert.That(
            home.Store().MissingOpenRuns().Single().Expected,
            Is.EqualTo($"the directory of the open run {Sample.RunId} in {Path.Combine(home.Path, "runs")}")
        );
    }

    [Test]
    public void OpenHeads_SpoiltByAPowerCut_AreNoDamage()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var heads = Path.Combine(home.Path, "open", Sample.RunId + ".jsonl");
        var line = File.ReadAllBytes(heads);
        for (var length = 0; length < line.Length; length++)
        {
            File.WriteAllBytes(heads, line[..length]);
            Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.EqualTo(7), $"{length} bytes");
        }
    }

    [Test]
    public void OpenHeads_EndWithTheRun()
    {
        using var home = new TempHome();
        Write(home);
        Assert.That(Directory.GetFiles(Path.Combine(home.Path, "open")), Is.Empty);
    }

    [Test]
    public void Append_ToALongLedger_ReadsOnlyItsEnd()
    {
        using var home = new TempHome();
        var title = new string('t', 9_000);
        for (var n = 0; n < 8; n++)
            using (var journal = home.Store().Create(new($"run-{n}", title), Sample.Opened))
                journal.Close(Sample.Closed, "done");
        Assert.That(
            home.Store().ReadLedger().Select(l => l.RunId),
            Is.EqualTo(Enumerable.Range(0, 8).Select(n => $"run-{n}"))
        );
    }

    /// <summary>A closed run with a large value and a source.</summary>
    internal static void Write(TempHome home)
    {
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        var source = journal.ArchiveScript("a.csx", Encoding.UTF8.GetBytes("Step(\"a\")"));
        journal.Append(
            Sample.Record(RecordTypes.PlanFixed, body: $$"""{"sources":{"/a.csx":"{{source}}"},"hash":"h"}""")
        );
        var blob = journal.WriteBlob(new byte[20_000]);
        journal.Append(
            Sample.Record(RecordTypes.StepOutcome, "a", 1, $$"""{"as":"ok","resultBlob":"{{blob}}"}""")
        );
        journal.Commit();
        journal.Close(Sample.Closed, "done");
    }

    private static RunVerification Verify(TempHome home)
    {
        var store = home.Store();
        return new RunVerifier(store, store).Verify(Sample.RunId);
    }
}
