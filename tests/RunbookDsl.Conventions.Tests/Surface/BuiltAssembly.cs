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
        return
        [
            .. Arrows
                .ProjectFile.Under("src")
                .Select(p => new BuiltAssembly(
                    p.Name,
                    Dll(Repository.Full($"artifacts/bin/{p.Name}"), pivot, p)
                )),
        ];
    }

    /// <summary>A project built for one machine has that machine in the name of its folder.</summary>
    private static string Dll(string folder, string pivot, Arrows.ProjectFile project)
    {
        var file = (project.Items("AssemblyName").FirstOrDefault()?.Value ?? project.Name) + ".dll";
        var built = Directory
            .EnumerateDirectories(folder, pivot + "*")
            .Select(d => System.IO.Path.Combine(d, file))
            .Where(File.Exists)
            .OrderByDescending(File.GetLastWriteTimeUtc)
            .FirstOrDefault();
        return built ?? throw new FileNotFoundException($"{folder}/{pivot}/{file} is not built.");
    }
}
