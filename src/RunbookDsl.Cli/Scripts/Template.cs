using System.Reflection;

namespace RunbookDsl.Cli;

/// <summary>One of the templates in the tool: the same files that <c>dotnet new</c> makes.</summary>
/// <param name="Name">As the user says it.</param>
/// <param name="NameToken">What the files hold in place of the name.</param>
/// <param name="Purpose">What it makes.</param>
internal sealed record Template(string Name, string NameToken, string Purpose)
{
    private const string TitleToken = "Runbook title";

    /// <summary>All there are; the first is the default.</summary>
    public static readonly IReadOnlyList<Template> All =
    [
        new("runbook", "runbook-name", "a runbook, the world it is rehearsed in and a README"),
        new("runbook-tests", "tests-name", "a test project: builds check the runbooks, tests rehearse them"),
        new("runbook-repo", "repository-name", "a repository: inventory, shared code, a runbook, tests, CI"),
    ];

    /// <summary>A file named <c>a.world.csx</c> is a world, not the runbook <c>a.world</c>.</summary>
    public bool AllowsDots => Name != "runbook";

    /// <summary>Makes the folder and its files.</summary>
    /// <returns>The files, relative to the folder.</returns>
    /// <exception cref="IOException">A file or folder cannot be made.</exception>
    public IReadOnlyList<string> Write(string folder, string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"template/{Name}/";
        var files = new List<string>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var file = Filled(resource[prefix.Length..], name);
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Filled(reader.ReadToEnd(), name));
            files.Add(file);
        }
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private string Filled(string text, string name) =>
        text.Replace(NameToken, name, StringComparison.Ordinal)
            .Replace(
                TitleToken,
                char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' '),
                StringComparison.Ordinal
            );
}
