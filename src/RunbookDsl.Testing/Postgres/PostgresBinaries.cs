using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The server programs of one PostgreSQL version on this machine.</summary>
/// <param name="Folder">Full path of the folder with <c>initdb</c> and <c>postgres</c>.</param>
/// <param name="VersionText">What <c>postgres --version</c> says.</param>
/// <param name="Major">Major version.</param>
internal sealed record PostgresBinaries(string Folder, string VersionText, int Major)
{
    public string Server => Path.Combine(Folder, "postgres");

    public string Initialiser => Path.Combine(Folder, "initdb");

    /// <summary>Where the clients of the same version lie, beside the server; null when nowhere.</summary>
    public string? ToolFolder =>
        Path.GetDirectoryName(File.ResolveLinkTarget(Server, true)?.FullName ?? Server) is { } folder
        && File.Exists(Path.Combine(folder, "pg_dump"))
            ? folder
            : null;

    public static async Task<PostgresBinaries> FindAsync(
        ClusterOptions options,
        CancellationToken cancellation
    )
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Folders(options))
        {
            if (await ReadAsync(folder, options, cancellation).ConfigureAwait(false) is not { } binaries)
                continue;
            if (options.Major is null || options.Major == binaries.Major)
                return binaries;
            found.Add(binaries);
        }
        throw new WorldException(Missing(options, found));
    }

    /// <summary>Folders with both programs: PATH first, then the newest version's.</summary>
    private static IEnumerable<string> Folders(ClusterOptions options)
    {
        var folders = Programs.PathOf(options.Environment).Split(':').Where(f => f.StartsWith('/'));
        foreach (var root in options.VersionFolders)
            if (Directory.Exists(root))
                folders = folders.Concat(
                    Directory
                        .EnumerateDirectories(root)
                        .OrderByDescending(VersionOf)
                        .Select(version => Path.Combine(version, "bin"))
                );
        return folders.Where(f =>
            File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres"))
        );
    }

    private static int VersionOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0;

    private static async Task<PostgresBinaries?> ReadAsync(
        string folder,
        ClusterOptions options,
        CancellationToken cancellation
    )
    {
        var command = Tool.Command([Path.Combine(folder, "postgres"), "--version"], "/", options.Environment);
        var (code, said) = await Tool.RunAsync(command, cancellation).ConfigureAwait(false);
        var number = said.Split(' ').FirstOrDefault(w => w.Length > 0 && char.IsAsciiDigit(w[0]));
        var digits = new string([.. (number ?? "").TakeWhile(char.IsAsciiDigit)]);
        return code == 0 && int.TryParse(digits, CultureInfo.InvariantCulture, out var major)
            ? new(folder, said.Trim(), major)
            : null;
    }

    private static string Missing(ClusterOptions options, List<PostgresBinaries> found) =>
        found.Count == 0
            ? "no PostgreSQL server on this machine: looked for initdb and postgres in PATH "
                + $"({Programs.PathOf(options.Environment)}) and "
                + $"{string.Join(", ", options.VersionFolders)}/*/bin. "
                + $"Install it: apt-get install -y postgresql{(options.Major is { } m ? $"-{m}" : "")}"
            : $"no PostgreSQL {options.Major} on this machine: there is "
                + $"{string.Join(", ", found.Select(f => $"{f.Major} ({f.Folder})"))}. "
                + $"Install it: apt-get install -y postgresql-{options.Major}";
}
