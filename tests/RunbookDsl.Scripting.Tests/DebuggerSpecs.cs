using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace RunbookDsl.Scripting.Tests;

/// <summary>What a debugger reads of a compiled script: which file, and which of its lines.</summary>
[CancelAfter(30_000)]
internal sealed class DebuggerSpecs
{
    private static readonly Guid Sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");

    [Test]
    public void The_assembly_holds_the_lines_of_the_script_and_of_what_it_loads()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write(
            "a.csx",
            "#load \"b.csx\"\n// a remark\nvar n = Twice(2);\n\n_ = n.ToString();\n"
        );
        var loaded = folder.Write("b.csx", "int Twice(int n)\n{\n    return n * 2;\n}\n");
        folder.Run("a.csx");

        var assembly = Directory
            .GetFiles(folder.Cache, "*.dll", SearchOption.AllDirectories)
            .Single(f => !Path.GetFileName(f).StartsWith("Lib", StringComparison.Ordinal));
        using var image = new PEReader(File.OpenRead(assembly));
        var embedded = image
            .ReadDebugDirectory()
            .Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var lines = Lines(provider.GetMetadataReader());

        Assert.That(lines[script], Is.EqualTo(new[] { 3, 5 }));
        Assert.That(lines[loaded], Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    // By file, which has to be there with the very bytes that were compiled: else no breakpoint holds.
    private static Dictionary<string, int[]> Lines(MetadataReader reader)
    {
        var lines = new Dictionary<string, SortedSet<int>>();
        foreach (var handle in reader.MethodDebugInformation)
        foreach (var point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            if (point.IsHidden)
                continue;
            var document = reader.GetDocument(point.Document);
            var name = reader.GetString(document.Name);
            if (!Path.IsPathRooted(name))
                continue;
            Assert.That(reader.GetGuid(document.HashAlgorithm), Is.EqualTo(Sha256));
            Assert.That(
                reader.GetBlobBytes(document.Hash),
                Is.EqualTo(SHA256.HashData(File.ReadAllBytes(name))),
                name
            );
            lines.TryAdd(name, []);
            lines[name].Add(point.StartLine);
        }
        return lines.ToDictionary(l => l.Key, l => l.Value.ToArray());
    }
}
