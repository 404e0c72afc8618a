using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// Removes what is left of clusters whose supervisor was killed too, as when a machine's container goes
/// down. Only folders
/// older than a day whose supervisor does not live.
/// </summary>
internal static class StaleClusters
{
    public const string Prefix = "runbook-pg-";
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    public static void Sweep(TimeProvider clock)
    {
        var limit = clock.GetUtcNow() - Old;
        foreach (var folder in ClusterRoots.All.SelectMany(Own))
            try
            {
                if (Directory.GetLastWriteTimeUtc(folder) < limit && !HasSupervisor(folder))
                    Remove(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process sweeps it at this moment.
            }
    }

    private static IEnumerable<string> Own(string root) => Directory.EnumerateDirectories(root, Prefix + "*");

    // While its folder is filled the supervisor has not written its number yet, but it lives.
    private static bool HasSupervisor(string folder) =>
        FirstLine(Path.Combine(folder, "supervisor.pid")) is { } number
            ? IsNamedBy($"/proc/{number}", folder)
            : Directory
                .EnumerateDirectories("/proc")
                .Any(p => char.IsAsciiDigit(Path.GetFileName(p)[0]) && IsNamedBy(p, folder));

    private static bool IsNamedBy(string process, string folder)
    {
        try
        {
            var commandLine = Path.Combine(process, "cmdline");
            return File.Exists(commandLine)
                && File.ReadAllText(commandLine).Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    private static void Remove(string folder)
    {
        var data = Path.Combine(folder, "data");
        var line = FirstLine(Path.Combine(data, "postmaster.pid"));
        // Its working directory proves that the process with that number is this cluster's server.
        if (
            int.TryParse(line, CultureInfo.InvariantCulture, out var pid)
            && new DirectoryInfo($"/proc/{pid}/cwd") is { Exists: true } cwd
            && cwd.ResolveLinkTarget(false)?.FullName == data
        )
            Libc.Quit(pid);
        Directory.Delete(folder, true);
    }

    private static string? FirstLine(string file) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault()?.Trim() : null;
}
