using System.IO.Compression;
using System.Text;

namespace RunbookDsl.Scripting.Tests;

/// <summary>
/// A package source in a directory, named by the <c>nuget.config</c> beside the scripts: no network.
/// </summary>
internal sealed class PackageFeed
{
    private readonly ScriptFolder _folder;

    public PackageFeed(ScriptFolder folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder.PathOf("feed"));
        UseSource("feed");
    }

    public void UseSource(string source) =>
        _folder.Write(
            "nuget.config",
            $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{source}\" "
                + "allowInsecureConnections=\"true\" /></packageSources></configuration>"
        );

    /// <summary>Adds a package; <paramref name="files"/> are its contents by path.</summary>
    public void Add(
        string id,
        string version,
        string? dependency,
        params (string Path, byte[] Content)[] files
    )
    {
        var needs = dependency is null
            ? ""
            : $"<dependency id=\"{dependency.Split('/')[0]}\" version=\"{dependency.Split('/')[1]}\" />";
        var nuspec = $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{id}</id><version>{version}</version><authors>a</authors><description>d</description>
              <dependencies><group targetFramework="net8.0">{needs}</group></dependencies>
            </metadata></package>
            """;
        using var stream = File.Create(_folder.PathOf($"feed/{id}.{version}.nupkg"));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (path, content) in files.Append(($"{id}.nuspec", Encoding.UTF8.GetBytes(nuspec))))
        {
            using var entry = archive.CreateEntry(path).Open();
            entry.Write(content);
        }
    }
}
