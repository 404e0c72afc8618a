using System.Text;

namespace RunbookDsl.Journal.Tests.Upkeep;

/// <summary>Of a damaged run the proved part lives on, and the rest is kept.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SalvageTests
{
    private const string NewId = Sample.RunId + "-salvaged";

    [Test]
    public void Salvage_OfEachLineOfARun_KeepsWhatIsProvedAndTouchesNothing()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var good = File.ReadAllBytes(file);
        var before = home.Store().Read(Sample.RunId);
        // The last line of a run that is not closed counts as torn when it is bad.
        for (var line = 2; line <= 6; line++)
        {
            var bad = (byte[])good.Clone();
            bad[Start(good, line) + 40] ^= 1;
            File.WriteAllBytes(file, bad);

            var run = home.Store().Salvage(Sample.RunId);

            var now = home.Store().Read(run.RunId);
            Assert.That(run.Records, Is.EqualTo(line - 1));
            Assert.That(run.LosesMany, Is.False, $"line {line}: every other one is there");
            Assert.That(
                now.Records.SkipLast(1).Select(Said),
                Is.EqualTo(before.Records.Take(line - 1).Select(Said))
            );
            Assert.That(now.Records[^1].Type, Is.EqualTo(RecordTypes.RunResumed));
            Assert.That(File.ReadAllBytes(file), Is.EqualTo(bad), "the old run is untouched");
            Assert.That(
                File.ReadAllBytes(Path.Combine(run.Location, "evidence", "000001.jsonl")),
                Is.EqualTo(bad)
            );
            Directory.Delete(run.Location, recursive: true);
        }
    }

    [Test]
    public void Salvage_SaysWhereItCameFromAndWhatIsInDoubt()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        Damage(home, 5);

        var run = home.Store().Salvage(Sample.RunId);

        Assert.That((run.RunId, run.From), Is.EqualTo((NewId, Sample.RunId)));
        Assert.That(run.Suspects, Is.EqualTo(new[] { "vacuum" }));
        Assert.That(
            Encoding.UTF8.GetString(home.Store().Read(NewId).Records[^1].Body.Span),
            Is.EqualTo(
                "{\"operator\":\"alice\",\"verb\":\"salvage\",\"from\":\""
                    + Sample.RunId
                    + "\",\"records\":4,"
                    + "\"file\":\""
                    + home.RunFile(Sample.RunId, "000001.jsonl")
                    + "\",\"line\":5,"
                    + "\"expected\":\"a line that agrees with its hash\",\"lost\":\"one\","
                    + "\"suspects\":{\"vacuum\":\"\"},\"undoSuspects\":{}}"
            )
        );
    }

    [Test]
    public void Salvage_WhereALineWasTakenOut_LosesNobodyKnowsHowMuch()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        File.WriteAllLines(file, File.ReadAllLines(file).Where((_, n) => n != 3));

        var run = home.Store().Salvage(Sample.RunId);

        Assert.That((run.Records, run.LosesMany), Is.EqualTo((3L, true)));
    }

    [Test]
    public void Salvage_WhereASegmentWasTakenAway_LosesNobodyKnowsHowMuch()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        home.Store().Resume(Sample.RunId, _ => Sample.Resumed).Dispose();
        File.Delete(home.RunFile(Sample.RunId, "000002.jsonl"));

        var run = home.Store().Salvage(Sample.RunId);

        Assert.That((run.Records, run.LosesMany), Is.EqualTo((7L, true)));
    }

    [Test]
    public void Salvage_OfAChainThatWasForged_BelievesOnlyWhatIsKnownOutside()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        Forged(file);
        Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));

        Assert.That(
            Assert.Throws<JournalException>(() => home.Store().Salvage(Sample.RunId))!.Message,
            Is.EqualTo(
                $"Nothing of run {Sample.RunId} can be salvaged: not even its first record is proved "
                    + $"({file}, line 4). Copy the run's directory away as evidence, restore it from a "
                    + "backup, or begin a new run."
            )
        );
    }

    [Test]
    public void Salvage_OfAClosedRun_IsClosed()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        Damage(home, 3);

        var run = home.Store().Salvage(Sample.RunId);

        var history = home.Store().Read(run.RunId);
        Assert.That(run.ClosedAs, Is.EqualTo("done"));
        Assert.That(history.Records[^1].Type, Is.EqualTo(RecordTypes.RunClosed));
        Assert.That(history.Anchored, Is.True);
        var store = home.Store();
        Assert.That(new RunVerifier(store, store).Verify(run.RunId).IsIntact, Is.True);
        Assert.That(store.VerifyLedger(), Is.EqualTo(2));
    }

    [Test]
    public void Salvage_Twice_MakesTwoRuns()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        Damage(home, 2);

        Assert.That(home.Store().Salvage(Sample.RunId).RunId, Is.EqualTo(NewId));
        Assert.That(home.Store().Salvage(Sample.RunId).RunId, Is.EqualTo(NewId + "-2"));
    }

    [Test]
    public void Salvage_OfARunThatIsWhole_IsRefused()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());

        Assert.That(
            Assert.Throws<JournalException>(() => home.Store().Salvage(Sample.RunId))!.Message,
            Is.EqualTo(
                $"Run {Sample.RunId} is not damaged: there is nothing to salvage. "
                    + $"'runbook resume {Sample.RunId}' goes on with it."
            )
        );
    }

    private static void Damage(TempHome home, int line)
    {
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var bytes = File.ReadAllBytes(file);
        bytes[Start(bytes, line) + 40] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    // Every hash is right, and none is the one that was written.
    private static void Forged(string file)
    {
        var previous = new string('A', 22);
        var forged = new List<string>();
        foreach (var line in File.ReadAllLines(file))
        {
            var at = line.LastIndexOf(",\"p\":\"", StringComparison.Ordinal) + 6;
            var changed = line[..at] + previous + line[(at + 22)..];
            forged.Add(Forge.Reseal(changed.Replace("2026-01-02", "2026-01-03", StringComparison.Ordinal)));
            previous = forged[^1][^24..^2];
        }
        File.WriteAllLines(file, forged);
    }

    private static int Start(byte[] bytes, int line)
    {
        var at = 0;
        for (; line > 1; line--)
            at += bytes.AsSpan(at).IndexOf((byte)'\n') + 1;
        return at;
    }

    private static string Said(JournalRecord r) =>
        $"{r.Seq} {r.At:O} {r.Type} {r.Step} {r.Attempt} {Encoding.UTF8.GetString(r.Body.Span)}";
}
