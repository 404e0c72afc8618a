namespace RunbookDsl.Testing;

/// <summary>
/// <c>rsync -a --checksum --delete --itemize-changes HOST:/folder/ /folder/</c> between two machines of one
/// world: files and folders, with their modes and owners; no links.
/// </summary>
internal static class SyncProgram
{
    private const string Trial = "--dry-run";
    private static readonly string[] Wanted = ["-a", "--checksum", "--delete", "--itemize-changes"];

    public static HostProgram[] All { get; } = [new("rsync", a => !a.Contains(Trial), RunAsync)];

    private static async Task<int> RunAsync(ProgramCall call)
    {
        string[] words = [.. call.Arguments.Where(a => a is not ("--" or Trial))];
        if (Array.IndexOf(words, "-e") is var shell and >= 0)
            words = [.. words[..shell], .. words.Skip(shell + 2)];
        if (
            words is not [.. var options, var source, var target]
            || !options.Order(StringComparer.Ordinal).SequenceEqual(Wanted.Order(StringComparer.Ordinal))
            || source.Split(':', 2) is not [var place, ['/', .., '/'] from]
            || target is not ['/', .., '/']
        )
            return await call.UnknownAsync(
                    string.Join(' ', call.Arguments),
                    [$"{string.Join(' ', Wanted)} HOST:/folder/ /folder/"]
                )
                .ConfigureAwait(false);
        var name = place[(place.IndexOf('@', StringComparison.Ordinal) + 1)..];
        if (call.Machine.Stage.Find<SshRealm>()?.Find(name) is not { } other)
            return await call.FailAsync($"ssh: Could not resolve hostname {name}", 255).ConfigureAwait(false);
        if (other.Boot.IsCancellationRequested)
            return await call.FailAsync($"ssh: connect to host {name} port 22: Connection refused", 255)
                .ConfigureAwait(false);
        if (other.Files.Find(from) is not { Kind: FileNodeKind.Folder })
            return await call.FailAsync($"rsync: change_dir \"{from}\" failed: {FileFault.Missing} (2)", 23)
                .ConfigureAwait(false);
        await SyncAsync(call, other, from, target).ConfigureAwait(false);
        return 0;
    }

    private static async Task SyncAsync(ProgramCall call, HostMachine other, string from, string to)
    {
        var isTrial = call.Arguments.Contains(Trial);
        var (here, there) = (Below(call.Files, to), Below(other.Files, from));
        if (!isTrial && call.Files.Find(to) is null)
            call.Files.MakeFolders(to.TrimEnd('/'), call.User);
        foreach (var (name, _) in here.Where(n => !there.ContainsKey(n.Key)).Reverse())
        {
            await call.SayAsync($"*deleting   {name}").ConfigureAwait(false);
            if (!isTrial)
                call.Files.Remove(to + name, call.User, deep: true);
        }
        foreach (var (name, node) in there)
        {
            if (here.TryGetValue(name, out var own) && IsSame(own, node))
                continue;
            var kind = node.Kind == FileNodeKind.Folder ? 'd' : 'f';
            await call.SayAsync($">{kind}+++++++++ {name}").ConfigureAwait(false);
            if (!isTrial)
                Put(call, to + name, node);
        }
    }

    private static void Put(ProgramCall call, string path, FileNode node)
    {
        if (node.Kind == FileNodeKind.File)
            call.Files.Write(path, node.Content.AsSpan(), call.User, node.Mode);
        else if (call.Files.Find(path) is null)
            call.Files.MakeFolder(path, call.User, node.Mode);
        call.Files.Change(
            path,
            call.User,
            n => n with { Mode = node.Mode, Owner = node.Owner, Group = node.Group }
        );
    }

    private static bool IsSame(FileNode own, FileNode other) =>
        own.Kind == other.Kind
        && own.Mode == other.Mode
        && own.Owner == other.Owner
        && own.Content.AsSpan().SequenceEqual(other.Content.AsSpan());

    // By name, so that a folder comes before what is in it.
    private static SortedDictionary<string, FileNode> Below(FileTree files, string folder)
    {
        var found = new SortedDictionary<string, FileNode>(StringComparer.Ordinal);
        foreach (var (path, node) in files.All)
            if (path.Length > folder.Length && path.StartsWith(folder, StringComparison.Ordinal))
                found[path[folder.Length..]] = node;
        return found;
    }
}
