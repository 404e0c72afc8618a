using System.Xml.Linq;

namespace RunbookDsl.Conventions.Tests.Arrows;

/// <summary>What a project file refers to.</summary>
internal sealed class ProjectFile(string path, string xml)
{
    private readonly XDocument _xml = XDocument.Parse(xml);

    public string Path { get; } = path;

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    public string Text => xml;

    /// <summary>The projects, by path from the root; a glob stays a glob.</summary>
    public IEnumerable<string> Projects => Includes("ProjectReference").Select(Resolve);

    public IEnumerable<string> Packages => Includes("PackageReference");

    public IEnumerable<string> VersionedPackages =>
        Items("PackageReference")
            .Where(p => p.Attribute("Version") is not null)
            .Select(p => (string)p.Attribute("Include")!);

    public IEnumerable<XElement> Items(string name) => _xml.Descendants(name);

    public static IReadOnlyList<ProjectFile> Under(string folder) =>
        [
            .. Repository
                .Files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal))
                .Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))
                .Select(f => new ProjectFile(f, Repository.Text(f))),
        ];

    private IEnumerable<string> Includes(string item) =>
        Items(item)
            .Select(i => (string?)i.Attribute("Include"))
            .OfType<string>()
            .SelectMany(i =>
                i.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            );

    private string Resolve(string include)
    {
        var parts = new Stack<string>(Path.Split('/').SkipLast(1));
        foreach (var part in include.Replace('\\', '/').Split('/'))
        {
            if (part != "..")
                parts.Push(part);
            else if (!parts.TryPop(out _))
                return include;
        }

        return string.Join('/', parts.Reverse());
    }
}
