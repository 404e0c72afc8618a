using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Looks for files, and for those that a process has open.</summary>
internal static class FoundFiles
{
    private const string OpenScript = """
        find /proc/[0-9]*/fd -lname "$1/*" -printf '%l\0' 2> /dev/null
        exit 0
        """;

    /// <summary>Files of these names below a folder that were not changed for so many whole days.</summary>
    public static async Task<IReadOnlyList<OldFile>> ReadAsync(
        StepContext context,
        CleanupPlanOperation which,
        CancellationToken cancellation
    )
    {
        var days = Math.Max((int)Math.Ceiling(which.OlderThan.TotalDays) - 1, 0);
        var call = new HostCall(
            which.Host,
            $"look for old files in {which.Folder}",
            [
                .. (string[])["find", which.Folder, "-xdev", "-type", "f", "-name", which.Pattern],
                .. (string[])["-mtime", $"+{days}", "-printf", "%T@ %s %p\\0"],
            ]
        )
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var files = new List<OldFile>();
        foreach (var entry in said.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            if (
                entry.Split(' ', 3) is [var time, var size, ['/', ..] path]
                && long.TryParse(time.Split('.')[0], CultureInfo.InvariantCulture, out var seconds)
                && long.TryParse(size, CultureInfo.InvariantCulture, out var bytes)
                && !path.Any(char.IsControl)
            )
                files.Add(new(path, bytes, DateTimeOffset.FromUnixTimeSeconds(seconds)));
        return [.. files.OrderBy(f => f.ChangedAt).ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>Full paths of what any process has open below a folder.</summary>
    public static async Task<IReadOnlySet<string>> OpenAsync(
        StepContext context,
        SshHost host,
        string folder,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, "see what is open", OpenScript, folder) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
    }

    public static async Task<long> FreeAsync(
        StepContext context,
        SshHost host,
        string folder,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(host, $"ask for the room at {folder}", "df", "-P", "-k", "--", folder);
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return DiskSpace.Read(said.Output.TrimEnd('\n').Split('\n')[^1])?.FreeBytes
            ?? throw new OperationFailedException(
                $"df on {host} said what nobody understands: {said.Output}"
            );
    }
}
