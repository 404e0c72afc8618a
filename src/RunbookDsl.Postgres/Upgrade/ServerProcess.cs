using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Finds programs that work on a data directory, whoever started them: a runner that was killed leaves
/// pg_upgrade at work, and a killed pg_upgrade leaves the server it had started.
/// </summary>
/// <param name="Pid">Number of the process.</param>
/// <param name="Arguments">Its command line.</param>
internal sealed record ServerProcess(int Pid, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether pg_upgrade started this server, in a mode that nobody else uses.</summary>
    public bool IsOfUpgrade => Arguments.Contains("-b");

    /// <summary>The server that runs on the data directory; null when none does.</summary>
    public static ServerProcess? ServerOf(PgCluster cluster)
    {
        var file = Path.Combine(cluster.Data, "postmaster.pid");
        try
        {
            if (!File.Exists(file))
                return null;
            var first = File.ReadLines(file).FirstOrDefault();
            return
                int.TryParse(first, NumberStyles.Integer, CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } found
                && found.Is("postgres")
                ? found
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The pg_upgrade that fills the data directory; null when none does.</summary>
    public static ServerProcess? UpgradeInto(PgCluster cluster)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } found
                && found.Is("pg_upgrade")
                && found.Arguments.Contains($"--new-datadir={cluster.Directory}")
            )
                return found;
        return null;
    }

    private bool Is(string program) => Arguments.Count > 0 && Path.GetFileName(Arguments[0]) == program;

    private static ServerProcess? Read(int pid)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline");
            return new(pid, line.Split('\0', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
