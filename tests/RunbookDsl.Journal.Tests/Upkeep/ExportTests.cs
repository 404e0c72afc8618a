using System.Formats.Tar;

namespace RunbookDsl.Journal.Tests.Upkeep;

/// <summary>An export is a journal of its own, with the same bytes.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ExportTests
{
    [Test]
    public void ToDirectory_IsTheSameBytesAndVerifies()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        using var place = new TempHome();
        var to = Path.Combine(place.Path, "out");

        var count = new RunExport(home.Store(), home.Store()).ToDirectory(Sample.RunId, to);

        var files = Files(to);
        Assert.That(count, Is.EqualTo(files.Length));
        Assert.That(
            files,
            Is.EqualTo(
                Files(home.Path).Where(f => Path.GetFileName(f) is not ("lock" or "alive" or "ballast"))
            )
        );
        foreach (var file in files)
            Assert.That(
                File.ReadAllBytes(Path.Combine(to, file)),
                Is.EqualTo(File.ReadAllBytes(Path.Combine(home.Path, file))),
                file
            );
        var store = new FileJournalStore(to, new FixedClock(), Sample.Owner);
        var verified = new RunVerifier(store, store).Verify(Sample.RunId);
        Assert.That((verified.IsIntact, verified.History!.Anchored), Is.EqualTo((true, true)));
        Assert.That(store.VerifyLedger(), Is.EqualTo(1));
    }

    [Test]
    public void ToTar_IsTheSameBytesEachTime()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        using var place = new TempHome();
        var export = new RunExport(home.Store(), home.Store());
        var one = Path.Combine(place.Path, "one.tar");
        var two = Path.Combine(place.Path, "two.tar");

        export.ToTar(Sample.RunId, one);
        export.ToTar(Sample.RunId, two);

        Assert.That(File.ReadAllBytes(two), Is.EqualTo(File.ReadAllBytes(one)));
        TarFile.ExtractToDirectory(one, place.Path, overwriteFiles: false);
        var store = new FileJournalStore(place.Path, new FixedClock(), Sample.Owner);
        Assert.That(new RunVerifier(store, store).Verify(Sample.RunId).IsIntact, Is.True);
    }

    [Test]
    public void ToDirectory_OfARunAtWork_EndsWithItsLastWholeLine()
    {
        using var home = new TempHome();
        using var place = new TempHome();
        var to = Path.Combine(place.Path, "out");
        using (var journal = home.Store().Create(Sample.Run, Sample.Opened))
        {
            File.AppendAllText(home.RunFile(Sample.RunId, "000001.jsonl"), "{\"v\":1,\"se");
            new RunExport(home.Store(), home.Store()).ToDirectory(Sample.RunId, to);
        }

        var run = new FileJournalStore(to, new FixedClock(), Sample.Owner).Read(Sample.RunId);
        Assert.That((run.Records.Count, run.Torn), Is.EqualTo((1, (TornTail?)null)));
    }

    [Test]
    public void Export_ToAPlaceThatIsTaken_IsRefused()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        var export = new RunExport(home.Store(), home.Store());

        Assert.That(
            Assert.Throws<JournalException>(() => export.ToDirectory(Sample.RunId, home.Path))!.Message,
            Is.EqualTo(
                $"Cannot export to {home.Path}: there is something already. Name a place where there is "
                    + "nothing."
            )
        );
        Assert.Throws<JournalException>(() =>
            export.ToTar(Sample.RunId, Path.Combine(home.Path, "ledger.jsonl"))
        );
    }

    [Test]
    public void Export_OfADamagedRun_LeavesNothing()
    {
        using var home = new TempHome();
        VerifierTests.Write(home);
        var file = home.RunFile(Sample.RunId, "000001.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        using var place = new TempHome();
        var export = new RunExport(home.Store(), home.Store());

        Assert.Throws<JournalCorruptException>(() =>
            export.ToDirectory(Sample.RunId, Path.Combine(place.Path, "out"))
        );
        Assert.Throws<JournalCorruptException>(() =>
            export.ToTar(Sample.RunId, Path.Combine(place.Path, "out.tar"))
        );
        Assert.That(Directory.GetFileSystemEntries(place.Path), Is.Empty);
    }

    private static string[] Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f))
                .Order(StringComparer.Ordinal),
        ];
}
