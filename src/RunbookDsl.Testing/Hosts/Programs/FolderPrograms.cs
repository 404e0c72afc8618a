namespace RunbookDsl.Testing;

/// <summary>Programs that change which files there are.</summary>
internal static class FolderPrograms
{
    public static HostProgram[] All { get; } =
    [
        new("mkdir", FilePrograms.Yes, MkdirAsync),
        new("rm", FilePrograms.Yes, RmAsync),
        new("rmdir", FilePrograms.Yes, RmdirAsync),
        new("mv", FilePrograms.Yes, MvAsync),
        new("cp", FilePrograms.Yes, CpAsync),
        new("install", FilePrograms.Yes, InstallAsync),
        new("ln", FilePrograms.Yes, LnAsync),
        new("mktemp", FilePrograms.Yes, MktempAsync),
        new("find", a => a.Contains("-delete"), FindProgram.RunAsync),
    ];

    private static async Task<int> MkdirAsync(ProgramCall call)
    {
        foreach (var path in call.Operands)
            try
            {
                if (call.Has('p'))
                    call.Files.MakeFolders(call.Full(path), call.User);
                else
                    call.Files.MakeFolder(call.Full(path), call.User);
            }
            catch (FileFault e)
            {
                return await call.FailAsync($"mkdir: cannot create directory '{path}': {e.Reason}")
                    .ConfigureAwait(false);
            }
        return 0;
    }

    private static async Task<int> RmAsync(ProgramCall call)
    {
        var (code, isForced, isDeep) = (
            0,
            call.Has('f', "force"),
            call.Has('r', "recursive") || call.Has('R')
        );
        foreach (var path in call.Operands)
        {
            var full = call.Full(path);
            var node = call.Files.Find(full, false);
            if (node is null && isForced)
                continue;
            if (full == "/")
                return await call.FailAsync("rm: it is dangerous to operate recursively on '/'")
                    .ConfigureAwait(false);
            if (node is { Kind: FileNodeKind.Folder } && !isDeep)
                code = await call.FailAsync($"rm: cannot remove '{path}': {FileFault.IsFolder}")
                    .ConfigureAwait(false);
            else
                try
                {
                    call.Files.Remove(full, call.User, isDeep);
                }
                catch (FileFault e)
                {
                    code = await call.FailAsync($"rm: cannot remove '{path}': {e.Reason}")
                        .ConfigureAwait(false);
                }
        }
        return code;
    }

    private static async Task<int> RmdirAsync(ProgramCall call)
    {
        foreach (var path in call.Operands)
            try
            {
                if (call.Files.Find(call.Full(path), false) is { Kind: not FileNodeKind.Folder })
                    throw new FileFault(path, FileFault.NoFolder);
                call.Files.Remove(call.Full(path), call.User);
            }
            catch (FileFault e)
            {
                return await call.FailAsync($"rmdir: failed to remove '{path}': {e.Reason}")
                    .ConfigureAwait(false);
            }
        return 0;
    }

    private static async Task<int> MvAsync(ProgramCall call)
    {
        if (call.Operands is not [_, _, ..])
            return await call.FailAsync("mv: missing file operand").ConfigureAwait(false);
        foreach (var path in call.Operands.SkipLast(1))
        {
            var target = Target(call, path);
            if (call.Has('n') && call.Files.Find(target, false) is not null)
                continue;
            try
            {
                call.Files.Move(call.Full(path), target, call.User);
            }
            catch (FileFault e)
            {
                return await call.FailAsync($"mv: cannot move '{path}' to '{call.Operands[^1]}': {e.Reason}")
                    .ConfigureAwait(false);
            }
        }
        return 0;
    }

    private static async Task<int> CpAsync(ProgramCall call)
    {
        if (call.Operands is not [_, _, ..])
            return await call.FailAsync("cp: missing file operand").ConfigureAwait(false);
        foreach (var path in call.Operands.SkipLast(1))
        {
            var source = call.Full(path);
            if (call.Files.Find(source) is not { } node)
                return await call.FailAsync($"cp: cannot stat '{path}': {FileFault.Missing}")
                    .ConfigureAwait(false);
            var isDeep = call.Has('r', "recursive") || call.Has('R') || call.Has('a', "archive");
            if (node.Kind == FileNodeKind.Folder && !isDeep)
                return await call.FailAsync($"cp: -r not specified; omitting directory '{path}'")
                    .ConfigureAwait(false);
            var target = Target(call, path);
            if (node.Kind == FileNodeKind.Folder)
                CopyTree(call, source, target);
            else
                CopyFile(call, source, target, node);
        }
        return 0;
    }

    private static void CopyTree(ProgramCall call, string source, string target)
    {
        var real = call.Files.Resolve(source);
        foreach (var (path, node) in call.Files.All)
        {
            if (path != real && !path.StartsWith(real + "/", StringComparison.Ordinal))
                continue;
            var to = target + path[real.Length..];
            if (node.Kind == FileNodeKind.Folder)
                call.Files.MakeFolders(to, call.User);
            else if (node.Kind == FileNodeKind.Link)
                call.Files.Link(to, node.Target, call.User);
            else
                CopyFile(call, path, to, node);
        }
    }

    private static void CopyFile(ProgramCall call, string source, string target, FileNode node)
    {
        var isNew = call.Files.Find(target) is null;
        call.Files.Write(target, call.Files.Read(source, call.User), call.User, node.Mode);
        if (!isNew && !call.Has('p') && !call.Has('a', "archive"))
            return;
        var keeps = (call.Has('p') || call.Has('a', "archive")) && call.IsRoot;
        call.Files.Change(
            target,
            call.User,
            n =>
                n with
                {
                    Mode = node.Mode,
                    Owner = keeps ? node.Owner : n.Owner,
                    Group = keeps ? node.Group : n.Group,
                }
        );
    }

    // install -m 644 -o root -g root FILE… TARGET; install -d FOLDER
    private static async Task<int> InstallAsync(ProgramCall call)
    {
        var (mode, owner, group) = ("755", call.User, (string?)null);
        var names = new List<string>();
        for (var i = 0; i < call.Arguments.Length; i++)
            switch (call.Arguments[i])
            {
                case "-m" when i + 1 < call.Arguments.Length:
                    mode = call.Arguments[++i];
                    break;
                case "-o" when i + 1 < call.Arguments.Length:
                    owner = call.Arguments[++i];
                    break;
                case "-g" when i + 1 < call.Arguments.Length:
                    group = call.Arguments[++i];
                    break;
                case "-d" or "-D" or "-v" or "-C":
                    break;
                default:
                    names.Add(call.Arguments[i]);
                    break;
            }
        var isFolder = call.Arguments.Contains("-d");
        if (names.Count < (isFolder ? 1 : 2))
            return await call.FailAsync("install: missing file operand").ConfigureAwait(false);
        foreach (var name in isFolder ? names : names[..^1])
        {
            var target = call.Full(isFolder ? name : names[^1]);
            if (isFolder)
                call.Files.MakeFolders(target, call.User);
            else
            {
                target = call.Files.Find(target) is { Kind: FileNodeKind.Folder }
                    ? FileTree.Absolute(FileTree.NameOf(name), target)
                    : target;
                if (call.Arguments.Contains("-D"))
                    call.Files.MakeFolders(FileTree.ParentOf(target), call.User);
                call.Files.Write(target, call.Read(name), call.User);
            }
            call.Files.Change(
                target,
                call.User,
                n => n with { Mode = ModeText.Apply(mode, n), Owner = owner, Group = group ?? owner }
            );
        }
        return 0;
    }

    private static async Task<int> LnAsync(ProgramCall call)
    {
        if (!call.Has('s', "symbolic"))
            return await call.UnknownAsync("without -s", ["-s"]).ConfigureAwait(false);
        if (call.Operands is not [var target, .. var rest])
            return await call.FailAsync("ln: missing file operand").ConfigureAwait(false);
        var path = call.Full(rest.Length > 0 ? rest[0] : FileTree.NameOf(target));
        var there = call.Files.Find(path, false);
        var isFolder =
            there is { Kind: FileNodeKind.Folder }
            || (
                there is { Kind: FileNodeKind.Link }
                && !call.Has('n', "no-dereference")
                && !call.Has('T')
                && call.Files.Find(path) is { Kind: FileNodeKind.Folder }
            );
        if (isFolder)
        {
            path = FileTree.Absolute(FileTree.NameOf(target), call.Files.Resolve(path));
            there = call.Files.Find(path, false);
        }
        try
        {
            if (there is not null && call.Has('f', "force"))
                call.Files.Remove(path, call.User);
            call.Files.Link(path, target, call.User);
            return 0;
        }
        catch (FileFault e)
        {
            return await call.FailAsync(
                    $"ln: failed to create symbolic link '{rest.FirstOrDefault() ?? path}': {e.Reason}"
                )
                .ConfigureAwait(false);
        }
    }

    private static async Task<int> MktempAsync(ProgramCall call)
    {
        var id = Convert.ToHexStringLower(call.Machine.Stage.Bytes($"mktemp {call.Machine.Name}", 5));
        var path = $"/tmp/tmp.{id}";
        if (call.Has('d'))
            call.Files.MakeFolder(path, call.User, 0b111_000_000);
        else
            call.Files.Write(path, [], call.User, 0b110_000_000);
        await call.SayAsync(path).ConfigureAwait(false);
        return 0;
    }

    private static string Target(ProgramCall call, string path)
    {
        var target = call.Full(call.Operands[^1]);
        return call.Files.Find(target) is { Kind: FileNodeKind.Folder } && !call.Has('T')
            ? FileTree.Absolute(FileTree.NameOf(path.TrimEnd('/')), call.Files.Resolve(target))
            : target;
    }
}
