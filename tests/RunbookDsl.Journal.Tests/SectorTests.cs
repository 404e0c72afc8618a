namespace RunbookDsl.Journal.Tests;

/// <summary>
/// A last write of which sectors are empty, or rubbish, in every combination: empty is torn, rubbish in
/// a whole
/// line is refused, and neither is ever acted upon.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class SectorTests
{
    private const int Before = 7;

    [Test, CancelAfter(120_000)]
    public void LastRecordOfEachType_EmptyFromEachByteOn_IsTorn()
    {
        foreach (var type in TornTailTests.Types)
        {
            using var home = new TempHome();
            var (file, start) = Write(home, Sample.Record(type, "reindex[t=a]", 3, """{"note":"x"}"""));
            var good = File.ReadAllBytes(file);
            for (var at = start; at < good.Length; at++)
            {
                File.WriteAllBytes(file, [.. good[..at], .. new byte[good.Length - at]]);
                var run = home.Store().Read(Sample.RunId);
                Assert.That(run.Records, Has.Count.EqualTo(Before), $"{type} from byte {at}");
                Assert.That(run.Torn, Is.Not.Null, $"{type} from byte {at}");
            }
        }
    }

    [Test, CancelAfter(120_000)]
    public void BatchOfThree_WithAnySetOfSectorsRubbish_IsNeverTakenForGood(
        [Values(512, 4096)] int sector,
        [Values(1, 2, 3)] int seed
    )
    {
        using var home = new TempHome();
        var (file, start) = Write(home, Large(sector, 'x'), Large(sector, 'y'), Large(sector, 'z'));
        var good = File.ReadAllBytes(file);
        var first = start / sector;
        var sectors = ((good.Length - 1) / sector) - first + 1;
        Assert.That(sectors, Is.InRange(5, 10));
        var random = new Random(seed);
        var (refused, torn) = (0, 0);
        for (var lost = 1; lost < 1 << sectors; lost++)
        {
            var bytes = (byte[])good.Clone();
            var bad = good.Length;
            for (var i = sectors - 1; i >= 0; i--)
            {
                if ((lost & (1 << i)) == 0)
                    continue;
                bad = Math.Max(start, (first + i) * sector);
                random.NextBytes(bytes.AsSpan(bad..Math.Min(bytes.Length, (first + i + 1) * sector)));
            }
            File.WriteAllBytes(file, bytes);
            var whole = Before + good.AsSpan(start..bad).Count((byte)'\n');
            if (Read(home) is not { } run)
            {
                refused++;
                continue;
            }
            torn++;
            Assert.That(run.Torn, Is.Not.Null, $"seed {seed}, sectors {lost:b}");
            Assert.That(run.Records, Has.Count.EqualTo(whole), $"seed {seed}, sectors {lost:b}");
            Assert.That(
                bytes.AsSpan(bad).IndexOf((byte)'\n'),
                Is.EqualTo(-1),
                $"seed {seed}, sectors {lost:b}: rubbish in a whole line was not refused"
            );
        }
        TestContext.Out.WriteLine($"{sectors} sectors of {sector} bytes: {refused} refused, {torn} torn");
        Assert.That(refused, Is.GreaterThan(torn));
    }

    private static JournalRecord Large(int sector, char c) =>
        Sample.Record(
            RecordTypes.StepOutcome,
            "a",
            1,
            $$"""{"output":"{{new string(c, sector + (sector / 2))}}"}"""
        );

    private static RunHistory? Read(TempHome home)
    {
        try
        {
            return home.Store().Read(Sample.RunId);
        }
        catch (JournalCorruptException)
        {
            return null;
        }
    }

    private static (string File, int Start) Write(TempHome home, params JournalRecord[] batch)
    {
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        for (var i = 1; i < Before; i++)
            journal.Append(Sample.Verified("before"));
        journal.Commit();
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var start = (int)new FileInfo(file).Length;
        foreach (var record in batch)
            journal.Append(record);
        journal.Commit();
        return (file, start);
    }
}
