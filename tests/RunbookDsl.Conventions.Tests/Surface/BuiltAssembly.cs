using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace RunbookDsl.Conventions.Tests.Surface;

/// <summary>
/// An assembly of src/ as the build left it, in the configuration these tests were built in.
/// </summary>
internal sealed record BuiltAssembly(string Name, string Path)
{
    private static readonly Lazy<IReadOnlyList<BuiltAssembly>> Found = new(Find);

    private readonly Lazy<Dictionary<string, XElement>> _documentation = new(() =>
        XDocument
            .Load(System.IO.Path.ChangeExtension(Path, ".xml"))
            .Descendants("member")
            .ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal)
    );

    public static IReadOnlyList<BuiltAssembly> All => Found.Value;

    /// <summary>The simple names of the assemblies the compiler wrote down as used.</summary>
    public IReadOnlyList<string> References()
    {
        using var stream = File.OpenRead(Path);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The documentation file: id of a member, its element.</summary>
    public IReadOnlyDictionary<string, XElement> Documentation => _documentation.Value;

    private static List<BuiltAssembly> Find()
    {
        var pivot = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var output = Repository.Full("artifacts/bin");
        return
        [
            .. Arrows
                .ProjectFile.Under("src")
                .Select(p => new BuiltAssembly(
                    p.Name,
                    Dll(System.IO.Path.Combine(output, p.Name), pivot, p.Name)
                )),
        ];
    }

    private static string Dll(string folder, string pivot, string name)
    {
        var built = Directory
            .EnumerateDirectories(folder, pivot + "*")
            .Select(d => System.IO.Path.Combine(d, name + ".dll"))
            .Where(File.Exists)
            .OrderByDescending(File.GetLastWriteTimeUtc)
            .FirstOrDefault();
        return built ?? throw new FileNotFoundException($"{folder}/{pivot}/{name}.dll is not built.");
    }
}
