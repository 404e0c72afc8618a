namespace RunbookDsl.Journal.Tests;

/// <summary>A journal that was edited or has rotted is found out: every bit, every line.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DamageTests
{
    [Test, CancelAfter(60_000)]
    public void BitFlip_AnywhereInAClosedRun_IsRefused()
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var flips = 0;
        foreach (var file in Segments(home))
        {
            ForEachBitFlip(
                file,
                (at, bit) =>
                {
                    flips++;
                    Assert.Throws(
                        Is.InstanceOf<JournalException>(),
                        () => home.Store().Read(Sample.RunId),
                        $"{file}, byte {at}, bit {bit}"
                    );
                }
            );
        }
        Assert.That(flips, Is.GreaterThan(10_000));
    }

    [Test, CancelAfter(60_000)]
    public void BitFlip_AnywhereInAnOpenRun_IsRefusedOrReportedAsTorn()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var last = File.ReadAllBytes(file).Length - 1;
        ForEachBitFlip(
            file,
            (at, bit) =>
            {
                if (at == last)
                    Assert.That(
                        home.Store().Read(Sample.RunId).Torn!.Lines[0].Type,
                        Is.EqualTo("step.verified")
                    );
                else
                    Assert.Throws(
                        Is.InstanceOf<JournalException>(),
                        () => home.Store().Read(Sample.RunId),
                        $"byte {at}, bit {bit}"
                    );
            }
        );
    }

    [Test]
    public void Lines_DeletedSwappedOrDoubled_AreRefused()
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var cases = 0;
        foreach (var file in Segments(home))
        {
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                Refused(home, file, [.. lines[..i], .. lines[(i + 1)..]], $"line {i + 1} deleted");
                Refused(home, file, [.. lines[..i], lines[i], .. lines[i..]], $"line {i + 1} doubled");
                Refused(home, file, [.. lines[..i]], $"cut off before line {i + 1}");
                cases += 3;
                for (var j = i + 1; j < lines.Length; j++, cases++)
                {
                    var swapped = (string[])lines.Clone();
                    (swapped[i], swapped[j]) = (lines[j], lines[i]);
                    Refused(home, file, swapped, $"lines {i + 1} and {j + 1} swapped");
                }
            }
            File.WriteAllText(file, string.Concat(lines.Select(l => l + "\n")));
        }
        Assert.That(cases, Is.EqualTo(49));
        Assert.That(
            home.Store().Read(Sample.RunId).Records,
            Has.Count.EqualTo(9),
            "restored, it is good again"
        );
    }

    private const string BeginAnew =
        "Copy the run's directory away as evidence, restore it from a backup, or begin a new run.";

    private const string Salvage =
        $"Restore the run's directory from a backup; or 'runbook salvage {Sample.RunId}' makes a new run of "
        + "all that is proved and keeps the rest as evidence.";

    [Test]
    public void Segments_MissingOrExchanged_AreRefused()
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var (first, second) = (
            home.RunFile(Sample.RunId, "000001.jsonl"),
            home.RunFile(Sample.RunId, "000002.jsonl")
        );

        File.Move(first, first + ".away");
        Message(
            home,
            $"{first} (record 1): expected this segment between its neighbours; it is missing",
            BeginAnew
        );
        File.Move(second, first);
        Message(
            home,
            $"{first}, line 1 (record 1): expected a line that follows from the one before it",
            BeginAnew
        );
        File.Delete(first);
        Message(home, $"{first} (record 1): expected a first segment; the run has none", BeginAnew);
        File.Move(first + ".away", first);
        var head = System.Text.RegularExpressions.Regex.Match(
            File.ReadAllText(Path.Combine(home.Path, "ledger.jsonl")),
            "\"head\":\"([^\"]+)\""
        );
        Message(
            home,
            $"{first}, line 8 (record 9): expected the record that the ledger has "
                + $"with hash {head.Groups[1].Value}: "
                + "the end was cut off"
        );
    }

    [Test]
    public void LastLine_ForgedWithAHashOfItsOwn_DoesNotAgreeWithTheLedger()
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var file = home.RunFile(Sample.RunId, "000002.jsonl");
        var lines = File.ReadAllLines(file);
        var head = lines[^1][^24..^2];
        lines[^1] = Forge.Reseal(lines[^1].Replace("done", "gone", StringComparison.Ordinal));
        Assert.That(lines[^1], Does.Not.Contain(head));
        File.WriteAllText(file, string.Concat(lines.Select(l => l + "\n")));
        var record = System.Text.Json.JsonDocument.Parse(lines[^1]).RootElement.GetProperty("seq");
        Message(
            home,
            $"{file}, line {lines.Length} (record {record}): expected hash {head}, which the ledger has for it"
        );
    }

    /// <summary>
    /// Nothing inside a file can show that its end is missing; only an anchor elsewhere can, and of an open
    /// run that knows where its segments begin, not where the last one ends.
    /// </summary>
    [Test]
    public void CleanCut_OfAnOpenRun_IsTheOneThingThatCannotBeSeen()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, string.Concat(lines[..^1].Select(l => l + "\n")));

        var run = home.Store().Read(Sample.RunId);
        Assert.That(run.Records, Has.Count.EqualTo(lines.Length - 1));
        Assert.That(run.Torn, Is.Null);
    }

    [Test]
    public void NewerFormat_IsRefusedByBothVersions()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        File.WriteAllText(
            file,
            File.ReadAllText(file).Replace("{\"v\":1,", "{\"v\":2,", StringComparison.Ordinal)
        );

        var error = Assert.Throws<JournalException>(() => home.Store().Read(Sample.RunId));
        Assert.That(
            error!.Message,
            Is.EqualTo(
                $"Cannot read {file}: it is of journal format 2, this release reads up to format 1. "
                    + "Use the release of runbook that wrote it, or a newer one."
            )
        );
    }

    [Test]
    public void EditedLine_WithItsOwnHashMadeGoodAgain_IsStillRefused()
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        var lines = File.ReadAllLines(file);
        lines[2] = Forge.Reseal(lines[2].Replace("123", "124", StringComparison.Ordinal));
        Refused(home, file, lines, "outcome forged");
        Message(home, $"{file}, line 4 (record 4): expected a line that follows from the one before it");
    }

    private static void WriteClosedRun(TempHome home)
    {
        Sample.WriteOpenRun(home.Store());
        using var journal = home.Store().Resume(Sample.RunId, _ => Sample.Resumed);
        journal.Close(Sample.Closed, "done");
    }

    private static string[] Segments(TempHome home) =>
        [home.RunFile(Sample.RunId, "000001.jsonl"), home.RunFile(Sample.RunId, "000002.jsonl")];

    private static void Refused(TempHome home, string file, string[] lines, string what)
    {
        File.WriteAllText(file, string.Concat(lines.Select(l => l + "\n")));
        Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId), what);
    }

    private static void Message(TempHome home, string expected, string next = Salvage)
    {
        var error = Assert.Throws<JournalCorruptException>(() => home.Store().Read(Sample.RunId));
        Assert.That(
            error!.Message,
            Is.EqualTo($"The journal is damaged: {expected}. Nothing was changed. {next}")
        );
    }

    private static void ForEachBitFlip(string file, Action<int, int> check)
    {
        var good = File.ReadAllBytes(file);
        for (var at = 0; at < good.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var bad = (byte[])good.Clone();
                bad[at] ^= (byte)(1 << bit);
                File.WriteAllBytes(file, bad);
                check(at, bit);
            }
        }
        File.WriteAllBytes(file, good);
    }
}
