using System.Reflection;

namespace RunbookDsl.Journal.Tests;

/// <summary>
/// A last write cut off anywhere is torn, never damage and never acted upon; what is no cut is refused.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class TornTailTests
{
    internal static readonly string[] Types =
    [
        .. typeof(RecordTypes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetValue(null)!),
    ];

    [Test, CancelAfter(60_000)]
    public void LastRecord_CutOffAtEachByte_IsTorn()
    {
        Assert.That(Types, Has.Length.EqualTo(31));
        foreach (var type in Types)
            CutAtEachByte(Sample.Record(type, "reindex[t=a]", 3, """{"note":"näh \u0041 \"x\""}"""));
    }

    [Test, CancelAfter(60_000)]
    public void BatchOfThree_CutOffAtEachByte_KeepsItsWholeLines() =>
        CutAtEachByte(Sample.Verified("a"), Sample.Intent("b"), Sample.Intent("c"));

    [Test, CancelAfter(60_000)]
    public void LastRecord_EmptyFromEachByteOn_IsTorn() => EmptyFromEachByte(Sample.Intent("reindex"));

    [Test, CancelAfter(60_000)]
    public void BatchOfThree_EmptyFromEachByteOn_IsTorn() =>
        EmptyFromEachByte(Sample.Verified("a"), Sample.Intent("b"), Sample.Intent("c"));

    [Test]
    public void BatchOfThree_WithAnySetOfSectorsLost_IsTorn()
    {
        using var home = new TempHome();
        string Large(char c) => $$"""{"output":"{{new string(c, 700)}}"}""";
        var (file, start) = Write(
            home,
            Sample.Record(RecordTypes.StepOutcome, "a", 1, Large('x')),
            Sample.Record(RecordTypes.StepIntent, "b", 1, Large('y')),
            Sample.Record(RecordTypes.StepIntent, "c", 1, Large('z'))
        );
        var good = File.ReadAllBytes(file);
        var sectors = Enumerable.Range(start / 512, (good.Length - 1) / 512 - start / 512 + 1).ToArray();
        Assert.That(sectors, Has.Length.InRange(5, 8));
        for (var lost = 1; lost < 1 << sectors.Length; lost++)
        {
            var bytes = (byte[])good.Clone();
            for (var i = 0; i < sectors.Length; i++)
            {
                if ((lost & (1 << i)) != 0)
                    bytes
                        .AsSpan(
                            Math.Max(start, sectors[i] * 512)..Math.Min(bytes.Length, (sectors[i] + 1) * 512)
                        )
                        .Clear();
            }
            File.WriteAllBytes(file, bytes);
            var run = home.Store().Read(Sample.RunId);
            Assert.That(run.Torn, Is.Not.Null, $"sectors {lost:b}");
            Assert.That(run.Records, Has.Count.LessThan(10), $"sectors {lost:b}");
        }
    }

    [Test]
    public void Garbage_InAWholeLastLine_IsDamage()
    {
        using var home = new TempHome();
        var (file, start) = Write(home, Sample.Intent("b"));
        var good = File.ReadAllBytes(file);
        for (var at = start; at < good.Length - 1; at++)
        {
            var bytes = (byte[])good.Clone();
            bytes.AsSpan(at..^1).Fill(0xA5);
            File.WriteAllBytes(file, bytes);
            var error = Assert.Throws<JournalCorruptException>(
                () => home.Store().Read(Sample.RunId),
                $"from byte {at}"
            );
            Assert.That((error!.Line, error.Seq), Is.EqualTo((8, 8L)));
        }
    }

    [Test]
    public void EmptySector_InALineThatLaterLinesWereWrittenAfter_IsDamage()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var bytes = File.ReadAllBytes(file);
        var third = Nth(bytes, 3);
        bytes.AsSpan(third..(Nth(bytes, 4) - 1)).Clear();
        File.WriteAllBytes(file, bytes);

        var error = Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));
        Assert.That((error!.Line, error.Seq), Is.EqualTo((4, 4L)));
    }

    [Test]
    public void EmptySector_InTheLastLineThatIsKnownDurable_IsDamage()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(Nth(bytes, 5)..(Nth(bytes, 6) - 1)).Clear();
        File.WriteAllBytes(file, bytes);

        var error = Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));
        Assert.That((error!.Line, error.Seq), Is.EqualTo((6, 6L)));
    }

    [Test]
    public void TornIntent_IsToldToEveryLaterReader()
    {
        using var home = new TempHome();
        var (file, start) = Write(home, Sample.Intent("reindex"));
        var torn = File.ReadAllBytes(file)[..^40];
        File.WriteAllBytes(file, torn);
        var expected = new TornLine("step.intent", "reindex", 1);

        var seen = home.Store().Read(Sample.RunId).Torn!;
        Assert.That(
            (seen.Segment, seen.Offset, seen.Length, seen.AfterSeq),
            Is.EqualTo(("000001.jsonl", (long)start, (long)torn.Length - start, 7L))
        );
        Assert.That(seen.Lines, Is.EqualTo(new[] { expected }));

        for (var resume = 1; resume <= 2; resume++)
        {
            using (home.Store().Resume(Sample.RunId, _ => Sample.Resumed)) { }
            var run = home.Store().Read(Sample.RunId);
            Assert.That(run.Torn, Is.Null);
            Assert.That(run.TornTails.Single().AfterSeq, Is.EqualTo(7));
            Assert.That(run.TornTails.Single().Lines, Is.EqualTo(new[] { expected }));
        }
        Assert.That(File.ReadAllBytes(home.RunFile(Sample.RunId, "000001.torn")), Is.EqualTo(torn[start..]));
    }

    [Test]
    public void BadLine_InASegmentThatIsNotTheLast_IsDamage()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        using (home.Store().Resume(Sample.RunId, _ => Sample.Resumed)) { }
        File.AppendAllText(home.RunFile(Sample.RunId, "000001.jsonl"), "{\"v\":1,");

        var error = Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));
        Assert.That((error!.Line, error.Expected), Is.EqualTo((8, "a whole line; it breaks off")));
    }

    private static void CutAtEachByte(params JournalRecord[] batch)
    {
        using var home = new TempHome();
        var (file, start) = Write(home, batch);
        var good = File.ReadAllBytes(file);
        for (var length = start; length < good.Length; length++)
        {
            File.WriteAllBytes(file, good[..length]);
            var run = home.Store().Read(Sample.RunId);
            Expect(run, good.AsSpan(start..length), length, batch);
        }
    }

    private static void EmptyFromEachByte(params JournalRecord[] batch)
    {
        using var home = new TempHome();
        var (file, start) = Write(home, batch);
        var good = File.ReadAllBytes(file);
        for (var at = start; at < good.Length; at++)
        {
            var bytes = (byte[])good.Clone();
            bytes.AsSpan(at).Clear();
            File.WriteAllBytes(file, bytes);
            var run = home.Store().Read(Sample.RunId);
            Assert.That(
                run.Records,
                Has.Count.EqualTo(7 + good.AsSpan(start..at).Count((byte)'\n')),
                $"from byte {at}"
            );
            Assert.That(run.Torn, Is.Not.Null, $"from byte {at}");
        }
    }

    private static void Expect(RunHistory run, ReadOnlySpan<byte> kept, int length, JournalRecord[] batch)
    {
        var whole = kept.Count((byte)'\n');
        Assert.That(run.Records, Has.Count.EqualTo(7 + whole), $"cut at {length}");
        if (kept.IsEmpty || kept[^1] == (byte)'\n')
        {
            Assert.That(run.Torn, Is.Null, $"cut at {length}");
            return;
        }
        var line = run.Torn!.Lines.Single();
        var partial = System.Text.Encoding.UTF8.GetString(kept[(kept.LastIndexOf((byte)'\n') + 1)..]);
        var lost = batch[whole];
        Assert.That(run.Torn.AfterSeq, Is.EqualTo(7 + whole));
        Assert.That(
            line.Type,
            Is.EqualTo(
                partial.Contains($"\"t\":\"{lost.Type}\"", StringComparison.Ordinal) ? lost.Type : null
            )
        );
        Assert.That(
            line.Step,
            Is.EqualTo(
                partial.Contains($"\"step\":\"{lost.Step}\"", StringComparison.Ordinal) ? lost.Step : null
            )
        );
    }

    /// <summary>Seven good lines, then the batch. Gives the file and where the batch begins in it.</summary>
    private static (string File, int Start) Write(TempHome home, params JournalRecord[] batch)
    {
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);
        for (var i = 0; i < 6; i++)
        {
            journal.Append(Sample.Verified("before"));
            journal.Commit();
        }
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var start = (int)new FileInfo(file).Length;
        foreach (var record in batch)
            journal.Append(record);
        journal.Commit();
        return (file, start);
    }

    private static int Nth(byte[] bytes, int line)
    {
        var at = 0;
        for (var i = 0; i < line; i++)
            at += bytes.AsSpan(at).IndexOf((byte)'\n') + 1;
        return at;
    }
}
