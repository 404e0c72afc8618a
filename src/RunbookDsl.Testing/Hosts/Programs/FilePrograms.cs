using System.Globalization;
using System.Security.Cryptography;

namespace RunbookDsl.Testing;

/// <summary>Programs that look at files, and those that change what is known about one.</summary>
internal static class FilePrograms
{
    public static HostProgram[] All { get; } =
    [
        new("cat", No, CatAsync),
        new("ls", No, LsAsync),
        new("stat", No, StatAsync),
        new("readlink", No, ReadlinkAsync),
        new("realpath", No, RealpathAsync),
        new("test", No, c => Task.FromResult(FileTest.Run(c, c.Arguments))),
        new("[", No, BracketAsync),
        new("sha256sum", No, c => SumAsync(c, SHA256.HashData)),
#pragma warning disable CA5350, CA5351 // what the real programs compute
        new("sha1sum", No, c => SumAsync(c, SHA1.HashData)),
        new("md5sum", No, c => SumAsync(c, MD5.HashData)),
#pragma warning restore CA5350, CA5351
        new("chmod", Yes, ChmodAsync),
        new("chown", Yes, ChownAsync),
        new("touch", Yes, TouchAsync),
        new("tee", a => a.Any(f => f[0] != '-' && f != "/dev/null"), TeeAsync),
    ];

    public static bool No(string[] arguments) => false;

    public static bool Yes(string[] arguments) => true;

    private static async Task<int> CatAsync(ProgramCall call)
    {
        var code = 0;
        foreach (var path in call.Operands.DefaultIfEmpty("-"))
            try
            {
                await call.WriteAsync(
                        path == "-" ? await call.InputAsync().ConfigureAwait(false) : call.Read(path)
                    )
                    .ConfigureAwait(false);
            }
            catch (FileFault e)
            {
                code = await call.FailAsync($"cat: {e.Message}").ConfigureAwait(false);
            }
        return code;
    }

    private static async Task<int> LsAsync(ProgramCall call)
    {
        var code = 0;
        foreach (var path in call.Operands.DefaultIfEmpty("."))
        {
            var full = call.Full(path);
            if (call.Files.Find(full, !call.Has('l') || path.EndsWith('/')) is not { } node)
            {
                code = await call.FailAsync($"ls: cannot access '{path}': {FileFault.Missing}", 2)
                    .ConfigureAwait(false);
                continue;
            }
            if (node.Kind != FileNodeKind.Folder || call.Has('d'))
            {
                await call.SayAsync(Entry(call, path, full)).ConfigureAwait(false);
                continue;
            }
            foreach (var name in call.Files.List(full, call.User))
                if (name[0] != '.' || call.Has('a') || call.Has('A'))
                    await call.SayAsync(Entry(call, name, FileTree.Absolute(name, full)))
                        .ConfigureAwait(false);
        }
        return code;
    }

    private static string Entry(ProgramCall call, string name, string full)
    {
        if (!call.Has('l') || call.Files.Find(full, false) is not { } node)
            return name;
        var time = node.Modified.ToString("MMM dd HH:mm", CultureInfo.InvariantCulture);
        var target = node.Kind == FileNodeKind.Link ? $" -> {node.Target}" : "";
        return $"{node.ModeText} 1 {node.Owner} {node.Group} {node.Content.Length} {time} {name}{target}";
    }

    private static async Task<int> StatAsync(ProgramCall call)
    {
        var format =
            call.Arguments.SkipWhile(a => a is not ("-c" or "--format")).Skip(1).FirstOrDefault()
            ?? call.Arguments.FirstOrDefault(a => a.StartsWith("--format=", StringComparison.Ordinal))?[9..]
            ?? call.Arguments.FirstOrDefault(a =>
                a.Length > 2 && a.StartsWith("-c", StringComparison.Ordinal)
            )?[2..]
            ?? "%n %s %a %U %G %Y";
        var code = 0;
        foreach (var path in call.Operands.Where(p => p != format))
        {
            if (call.Files.Find(call.Full(path), call.Has('L')) is not { } node)
            {
                code = await call.FailAsync($"stat: cannot statx '{path}': {FileFault.Missing}")
                    .ConfigureAwait(false);
                continue;
            }
            var text = format;
            foreach (var (sign, value) in Values(path, node))
                text = text.Replace(sign, value, StringComparison.Ordinal);
            if (text.Contains('%', StringComparison.Ordinal))
                return await call.UnknownAsync($"-c '{format}'", ["-c '%a %U %s %Y %n'"])
                    .ConfigureAwait(false);
            await call.SayAsync(text).ConfigureAwait(false);
        }
        return code;
    }

    private static (string, string)[] Values(string path, FileNode node) =>
        [
            ("%n", path),
            ("%s", $"{node.Content.Length}"),
            ("%i", $"{node.Inode}"),
            ("%d", FileNode.Device),
            ("%a", Convert.ToString(node.Mode, 8)),
            ("%A", node.ModeText),
            ("%U", node.Owner),
            ("%G", node.Group),
            ("%Y", $"{node.Modified.ToUnixTimeSeconds()}"),
            (
                "%F",
                node.Kind switch
                {
                    FileNodeKind.Folder => "directory",
                    FileNodeKind.Link => "symbolic link",
                    _ => "regular file",
                }
            ),
        ];

    private static async Task<int> ReadlinkAsync(ProgramCall call)
    {
        foreach (var path in call.Operands)
            if (call.Has('f'))
                await call.SayAsync(call.Files.Resolve(call.Full(path))).ConfigureAwait(false);
            else if (call.Files.Find(call.Full(path), false) is { Kind: FileNodeKind.Link } link)
                await call.SayAsync(link.Target).ConfigureAwait(false);
            else
                return 1;
        return 0;
    }

    private static async Task<int> RealpathAsync(ProgramCall call)
    {
        foreach (var path in call.Operands)
            if (call.Files.Find(call.Full(path)) is null)
                return await call.FailAsync($"realpath: {path}: {FileFault.Missing}").ConfigureAwait(false);
            else
                await call.SayAsync(call.Files.Resolve(call.Full(path))).ConfigureAwait(false);
        return 0;
    }

    private static Task<int> BracketAsync(ProgramCall call) =>
        call.Arguments is [.. var inner, "]"]
            ? Task.FromResult(FileTest.Run(call, inner))
            : call.FailAsync("[: missing ]", 2);

    private static async Task<int> SumAsync(ProgramCall call, Func<byte[], byte[]> hash)
    {
        if (call.Has('c', "check"))
            return await CheckSumsAsync(call, hash).ConfigureAwait(false);
        foreach (var path in call.Operands.DefaultIfEmpty("-"))
        {
            var bytes = path == "-" ? await call.InputAsync().ConfigureAwait(false) : call.Read(path);
            await call.SayAsync($"{Convert.ToHexStringLower(hash(bytes))}  {path}").ConfigureAwait(false);
        }
        return 0;
    }

    private static async Task<int> CheckSumsAsync(ProgramCall call, Func<byte[], byte[]> hash)
    {
        var code = 0;
        foreach (var line in ProgramCall.Lines(await call.TextAsync(call.Operands).ConfigureAwait(false)))
            if (line.Split(' ', 2) is [var sum, var rest])
            {
                var path = rest.TrimStart(' ', '*');
                var isSame =
                    call.Files.Find(call.Full(path)) is not null
                    && Convert.ToHexStringLower(hash(call.Read(path))) == sum;
                await call.SayAsync($"{path}: {(isSame ? "OK" : "FAILED")}").ConfigureAwait(false);
                code = isSame ? code : 1;
            }
        return code;
    }

    private static Task<int> ChmodAsync(ProgramCall call)
    {
        if (
            call.Operands is not [var wanted, _, ..]
            && !call.Arguments.Any(a => a.StartsWith("-", StringComparison.Ordinal))
        )
            return call.FailAsync("chmod: missing operand");
        var all = call.Arguments.Where(a => a is not ("-R" or "-v" or "-f")).ToArray();
        wanted = all[0];
        foreach (var path in all.Skip(1))
        foreach (var name in Tree(call, path))
            call.Files.Change(name, call.User, n => n with { Mode = ModeText.Apply(wanted, n) });
        return Task.FromResult(0);
    }

    private static Task<int> ChownAsync(ProgramCall call)
    {
        if (call.Operands is not [var wanted, .. var paths])
            return call.FailAsync("chown: missing operand");
        if (!call.IsRoot)
            return call.FailAsync($"chown: changing ownership of '{paths[0]}': Operation not permitted");
        var parts = wanted.Split(':', 2);
        foreach (var path in paths)
        foreach (var name in Tree(call, path))
            call.Files.Change(
                name,
                call.User,
                n =>
                    n with
                    {
                        Owner = parts[0].Length > 0 ? parts[0] : n.Owner,
                        Group = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : n.Group,
                    }
            );
        return Task.FromResult(0);
    }

    private static IEnumerable<string> Tree(ProgramCall call, string path)
    {
        var full = call.Files.Resolve(call.Full(path));
        if (call.Files.Find(full) is null)
            throw new FileFault($"cannot access '{path}'", FileFault.Missing);
        return call.Has('R')
            ? call
                .Files.All.Select(n => n.Key)
                .Where(k => k == full || k.StartsWith(full + "/", StringComparison.Ordinal))
                .Where(k => call.Files.Find(k, false) is not { Kind: FileNodeKind.Link })
            : [full];
    }

    private static Task<int> TouchAsync(ProgramCall call)
    {
        foreach (var path in call.Operands)
            if (call.Files.Find(call.Full(path)) is { Kind: FileNodeKind.Folder })
                continue;
            else if (call.Files.Find(call.Full(path)) is null)
                call.Files.Write(call.Full(path), [], call.User);
            else
                call.Files.Write(call.Full(path), call.Read(path), call.User);
        return Task.FromResult(0);
    }

    private static async Task<int> TeeAsync(ProgramCall call)
    {
        var bytes = await call.InputAsync().ConfigureAwait(false);
        var code = 0;
        foreach (var path in call.Operands.Where(p => p != "/dev/null"))
            try
            {
                var full = call.Full(path);
                var earlier =
                    call.Has('a') && call.Files.Find(full) is not null ? call.Files.Read(full, "root") : [];
                call.Files.Write(full, [.. earlier, .. bytes], call.User);
            }
            catch (FileFault e)
            {
                code = await call.FailAsync($"tee: {path}: {e.Reason}").ConfigureAwait(false);
            }
        await call.WriteAsync(bytes).ConfigureAwait(false);
        return code;
    }
}
