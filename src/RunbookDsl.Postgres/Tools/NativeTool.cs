using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>A program of PostgreSQL's own, of a version that the server can be worked on with.</summary>
internal sealed record NativeTool(string Name, string Path, string Version, int Major)
{
    private const string PackageFolder = "/usr/lib/postgresql";

    /// <summary>
    /// The tool on PATH if it is not older than <paramref name="serverMajor"/>, else the newest of Debian's
    /// versioned folders that is not.
    /// </summary>
    /// <exception cref="OperationFailedException">There is none, or only older ones.</exception>
    public static async Task<NativeTool> FindAsync(
        StepContext context,
        string name,
        int serverMajor,
        CancellationToken cancellation
    )
    {
        var runner = context.Port<IProcessRunner>();
        NativeTool? newest = null;
        foreach (var path in Candidates(name))
        {
            var found = await AskAsync(runner, name, path, cancellation).ConfigureAwait(false);
            if (found?.Major >= serverMajor)
                return found;
            if (found is not null && (newest is null || found.Major > newest.Major))
                newest = found;
        }
        throw Missing(name, serverMajor, newest);
    }

    internal static OperationFailedException Missing(string name, int serverMajor, NativeTool? newest)
    {
        var server = serverMajor.ToString(CultureInfo.InvariantCulture);
        return new OperationFailedException(
            newest is null
                ? $"{name} is not installed here: neither on PATH nor in {PackageFolder}/*/bin."
                    + $" The server is PostgreSQL"
                    + $" {server}; install the package postgresql-client-{server}"
                : $"{name} here is version {newest.Version}, older than the server (PostgreSQL"
                    + $" {server}), which it cannot"
                    + $" read. Install the package postgresql-client-{server}"
        );
    }

    private static IEnumerable<string> Candidates(string name)
    {
        yield return name;
        if (!Directory.Exists(PackageFolder))
            yield break;
        var folders = Directory
            .GetDirectories(PackageFolder)
            .Select(f => (Folder: f, Major: MajorOf(System.IO.Path.GetFileName(f))))
            .OrderByDescending(f => f.Major);
        foreach (var (folder, _) in folders)
        {
            var path = System.IO.Path.Combine(folder, "bin", name);
            if (File.Exists(path))
                yield return path;
        }
    }

    private static async Task<NativeTool?> AskAsync(
        IProcessRunner runner,
        string name,
        string path,
        CancellationToken cancellation
    )
    {
        try
        {
            var command = new ProcessCommand(path, ["--version"]);
            var answer = await runner.RunAsync(command, cancellation).ConfigureAwait(false);
            return answer.ExitCode == 0 ? Parse(name, path, answer.Output) : null;
        }
        catch (OperationFailedException)
        {
            return null;
        }
    }

    /// <summary>Reads <c>pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)</c>.</summary>
    internal static NativeTool? Parse(string name, string path, string answer)
    {
        const string Mark = "(PostgreSQL) ";
        var at = answer.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var version = answer[(at + Mark.Length)..].Split([' ', '\n', '\r'])[0];
        return new NativeTool(name, path, version, MajorOf(version));
    }

    internal static int MajorOf(string version)
    {
        var digits = 0;
        while (digits < version.Length && char.IsAsciiDigit(version[digits]))
            digits++;
        return digits == 0 ? 0 : int.Parse(version[..digits], CultureInfo.InvariantCulture);
    }
}
