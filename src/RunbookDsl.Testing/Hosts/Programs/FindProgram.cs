namespace RunbookDsl.Testing;

/// <summary><c>find</c>.</summary>
internal static class FindProgram
{
    private const int MostFound = 10_000;

    public static async Task<int> RunAsync(ProgramCall call)
    {
        if (call.Arguments.Contains(OpenFiles.Place))
            return await OpenFiles.RunAsync(call).ConfigureAwait(false);
        var roots = call.Arguments.TakeWhile(a => a[0] != '-').DefaultIfEmpty(".").ToArray();
        var (kind, name, depth, deletes) = ('*', "*", int.MaxValue, false);
        var (since, until, format) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue, (string?)null);
        for (var i = call.Arguments[0][0] == '-' ? 0 : roots.Length; i < call.Arguments.Length; i++)
            switch (call.Arguments[i])
            {
                case "-type" when i + 1 < call.Arguments.Length:
                    kind = call.Arguments[++i][0];
                    break;
                case "-name" when i + 1 < call.Arguments.Length:
                    name = call.Arguments[++i];
                    break;
                case "-maxdepth" when i + 1 < call.Arguments.Length:
                    depth = int.Parse(call.Arguments[++i], System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "-newermt"
                    when i + 1 < call.Arguments.Length
                        && long.TryParse(call.Arguments[i + 1].TrimStart('@'), out var seconds):
                    since = DateTimeOffset.FromUnixTimeSeconds(seconds);
                    i++;
                    break;
                case "-printf" when i + 1 < call.Arguments.Length:
                    format = call.Arguments[++i]
                        .Replace("\\n", "\n", StringComparison.Ordinal)
                        .Replace("\\0", "\0", StringComparison.Ordinal);
                    break;
                case "-mtime"
                    when call.Arguments.ElementAtOrDefault(i + 1) is ['+', .. var days]
                        && int.TryParse(days, out var whole):
                    until = call.Machine.Stage.Clock.GetUtcNow().AddDays(-(whole + 1));
                    i++;
                    break;
                case "-xdev":
                    break;
                case "-delete":
                    deletes = true;
                    break;
                case "-print":
                    break;
                default:
                    return await call.UnknownAsync(
                            call.Arguments[i],
                            ["-type", "-name", "-maxdepth", "-newermt", "-mtime +", "-printf", "-delete"]
                        )
                        .ConfigureAwait(false);
            }
        foreach (var root in roots)
        {
            var full = call.Files.Resolve(call.Full(root));
            if (call.Files.Find(full) is null)
                return await call.FailAsync($"find: '{root}': {FileFault.Missing}").ConfigureAwait(false);
            bool IsWanted(KeyValuePair<string, FileNode> n) =>
                (n.Key == full || n.Key.StartsWith(full == "/" ? "/" : full + "/", StringComparison.Ordinal))
                && n.Key[full.Length..].Count(c => c == '/') <= depth
                && Glob.Matches(FileTree.NameOf(n.Key), name)
                && n.Value.Modified >= since
                && n.Value.Modified <= until
                && (kind == '*' || n.Value.ModeText[0] == (kind == 'f' ? '-' : kind));
            KeyValuePair<string, FileNode>[] found = [.. call.Files.All.Where(IsWanted).Take(MostFound)];
            if (deletes)
                foreach (var (path, _) in found.Reverse())
                    call.Files.Remove(path, call.User);
            else
                await TellAsync(call, found, root.TrimEnd('/'), full, format).ConfigureAwait(false);
        }
        return 0;
    }

    private static async Task TellAsync(
        ProgramCall call,
        KeyValuePair<string, FileNode>[] found,
        string root,
        string full,
        string? format
    )
    {
        foreach (var (path, node) in found)
            if (format is not null)
                await ShellRun
                    .SayAsync(
                        call.Streams.Out,
                        format
                            .Replace(
                                "%T@",
                                $"{node.Modified.ToUnixTimeSeconds()}.0",
                                StringComparison.Ordinal
                            )
                            .Replace("%s", $"{node.Content.Length}", StringComparison.Ordinal)
                            .Replace("%p", path, StringComparison.Ordinal)
                    )
                    .ConfigureAwait(false);
            else
                await call.SayAsync(root + path[full.Length..]).ConfigureAwait(false);
    }
}
