using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Tests;

/// <summary>Scripts compiled from what was archived, under the paths they had.</summary>
[CancelAfter(60_000)]
internal sealed class ArchiveSpecs
{
    [Test]
    public void Sources_and_libraries_are_those_of_the_archive_whatever_is_on_disk()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#r \"lib.dll\"\n#load \"sub/b.csx\"\nStep(Lib.Say() + Word());");
        folder.Write("sub/b.csx", "string Word() => \"then\";");
        folder.WriteLibrary("lib.dll", "old");
        using var first = folder.Load("a.csx");
        var files = first.Sources.Concat(first.Brought).ToDictionary(p => p, File.ReadAllBytes);
        Assert.That(
            files.Keys.Select(f => Path.GetRelativePath(folder.Root, f)),
            Is.EquivalentTo(new[] { "a.csx", "sub/b.csx", "lib.dll" })
        );
        File.Delete(folder.PathOf("a.csx"));
        File.Delete(folder.PathOf("sub/b.csx"));
        folder.WriteLibrary("lib.dll", "new");
        var host = folder.Host(o => o with { Archive = new SourceArchive(files) });
        using var again = host.Load(folder.PathOf("a.csx"), CancellationToken.None);
        Assert.That(ScriptFolder.Run(again), Is.EqualTo("oldthen"));
        Assert.That(again.FromCache, Is.False);
        Assert.That(
            again.Code.Find(again.Path, 3, "x")!.Hash,
            Is.EqualTo(first.Code.Find(first.Path, 3, "x")!.Hash)
        );
    }

    [Test]
    public void A_file_that_the_archive_lacks_is_not_taken_from_disk()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#load \"b.csx\"\nStep(\"one\");");
        folder.Write("b.csx", "Step(\"two\");");
        var files = new Dictionary<string, byte[]>
        {
            [folder.PathOf("a.csx")] = File.ReadAllBytes(folder.PathOf("a.csx")),
        };
        var host = folder.Host(o => o with { Archive = new SourceArchive(files) });
        var e = Assert.Throws<ScriptCompilationException>(() => host.Load("a.csx", CancellationToken.None));
        Assert.That(e!.Diagnostics[0].Id, Is.EqualTo(ScriptDiagnosticIds.LoadNotFound));
    }
}
