using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary><c>find /proc/[0-9]*/fd</c>: what processes have open.</summary>
internal static class OpenFiles
{
    public const string Place = "/proc/[0-9]*/fd";

    public static async Task<int> RunAsync(ProgramCall call)
    {
        var (name, inode) = (Value(call, "-lname"), Value(call, "-inum"));
        if (Value(call, "-printf") is not { } format || (name is null && inode is null))
            return await call.UnknownAsync(
                    string.Join(' ', call.Arguments),
                    [$"{Place} -lname '/var/log/*' -printf '%l\\0'"]
                )
                .ConfigureAwait(false);
        foreach (var (place, number, path) in call.Machine.Writers.All)
            if (
                (name is null || Glob.Matches(path, name))
                && (inode is null || inode == number.ToString(CultureInfo.InvariantCulture))
            )
                await ShellRun
                    .SayAsync(
                        call.Streams.Out,
                        format
                            .Replace("\\n", "\n", StringComparison.Ordinal)
                            .Replace("\\0", "\0", StringComparison.Ordinal)
                            .Replace("%l", path, StringComparison.Ordinal)
                            .Replace("%D", FileNode.Device, StringComparison.Ordinal)
                            .Replace("%p", place, StringComparison.Ordinal)
                    )
                    .ConfigureAwait(false);
        return 0;
    }

    private static string? Value(ProgramCall call, string name) =>
        Array.IndexOf(call.Arguments, name) is >= 0 and var at
            ? call.Arguments.ElementAtOrDefault(at + 1)
            : null;
}
