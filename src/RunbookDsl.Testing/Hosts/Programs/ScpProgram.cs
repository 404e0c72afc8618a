using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>The far end of <c>scp -O</c>: <c>scp -t</c> takes files, <c>scp -f</c> gives them.</summary>
internal static class ScpProgram
{
    private const int LongestLine = 4096;
    private const int LargestFile = 64 << 20;
    private const int MostDepth = 32;

    public static HostProgram[] All { get; } =
    [new("scp", a => a.Any(o => o is ['-', ..] && o.Contains('t', StringComparison.Ordinal)), RunAsync)];

    private static async Task<int> RunAsync(ProgramCall call)
    {
        if (call.Operands is not [var path, ..])
            return await call.FailAsync("usage: scp -t|-f target").ConfigureAwait(false);
        if (call.Has('t'))
            return await TakeAsync(call, call.Full(path)).ConfigureAwait(false);
        if (!call.Has('f'))
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["-t", "-f"])
                .ConfigureAwait(false);
        await ReplyAsync(call).ConfigureAwait(false);
        foreach (var one in call.Operands)
            if (await GiveAsync(call, call.Full(one), 0).ConfigureAwait(false) is var code and not 0)
                return code;
        return 0;
    }

    private static async Task<int> TakeAsync(ProgramCall call, string target)
    {
        await OkAsync(call).ConfigureAwait(false);
        var folders = new Stack<string>();
        while (await LineAsync(call).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0 || line[0] is '\u0001' or '\u0002')
                return 1;
            if (line[0] == 'E')
                target = folders.Pop();
            else if (line[0] is 'C' or 'D' && line[1..].Split(' ', 3) is [var mode, var size, var name])
            {
                if (name.Contains('/', StringComparison.Ordinal) || name is "." or ".." or "")
                    return await RefuseAsync(call, $"unexpected filename: {name}").ConfigureAwait(false);
                var isFolder = call.Files.Find(target) is { Kind: FileNodeKind.Folder };
                var path = isFolder ? FileTree.Absolute(name, target) : target;
                try
                {
                    if (line[0] == 'D' && folders.Count < MostDepth)
                    {
                        if (call.Files.Find(path) is null)
                            call.Files.MakeFolder(path, call.User);
                        folders.Push(target);
                        target = path;
                    }
                    else if (!await FileAsync(call, path, mode, size).ConfigureAwait(false))
                        return 1;
                }
                catch (FileFault e)
                {
                    return await RefuseAsync(call, e.Message).ConfigureAwait(false);
                }
            }
            else if (line[0] != 'T')
                return await RefuseAsync(call, "expected control record").ConfigureAwait(false);
            await OkAsync(call).ConfigureAwait(false);
        }
        return 0;
    }

    private static async Task<bool> FileAsync(ProgramCall call, string path, string mode, string size)
    {
        if (
            !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > LargestFile
        )
            throw new FileFault(path, FileFault.Full);
        call.Files.Write(path, [], call.User);
        await OkAsync(call).ConfigureAwait(false);
        var bytes = new byte[length];
        var count = await call
            .Streams.In.ReadAtLeastAsync(bytes, bytes.Length, false, call.Shell.Cancellation)
            .ConfigureAwait(false);
        call.Files.Write(path, bytes.AsSpan(0, count), call.User);
        if (count < length)
            return false;
        call.Files.Change(path, call.User, n => n with { Mode = Convert.ToInt32(mode, 8) & 0b111_111_111 });
        return await ReplyAsync(call).ConfigureAwait(false);
    }

    private static async Task<int> GiveAsync(ProgramCall call, string path, int depth)
    {
        if (call.Files.Find(path) is not { } node || depth > MostDepth)
            return await RefuseAsync(call, $"{path}: {FileFault.Missing}").ConfigureAwait(false);
        var name = FileTree.NameOf(path);
        var mode = Convert.ToString(node.Mode & 0b111_111_111, 8).PadLeft(4, '0');
        if (node.Kind == FileNodeKind.Folder)
        {
            if (!call.Has('r'))
                return await RefuseAsync(call, $"{path}: not a regular file").ConfigureAwait(false);
            await ShellRun.SayAsync(call.Streams.Out, $"D{mode} 0 {name}\n").ConfigureAwait(false);
            await ReplyAsync(call).ConfigureAwait(false);
            foreach (var child in call.Files.List(path, call.User))
                await GiveAsync(call, FileTree.Absolute(child, path), depth + 1).ConfigureAwait(false);
            await ShellRun.SayAsync(call.Streams.Out, "E\n").ConfigureAwait(false);
            await ReplyAsync(call).ConfigureAwait(false);
            return 0;
        }
        byte[] bytes;
        try
        {
            bytes = call.Files.Read(path, call.User);
        }
        catch (FileFault e)
        {
            return await RefuseAsync(call, e.Message).ConfigureAwait(false);
        }
        await ShellRun.SayAsync(call.Streams.Out, $"C{mode} {bytes.Length} {name}\n").ConfigureAwait(false);
        if (!await ReplyAsync(call).ConfigureAwait(false))
            return 1;
        await call.WriteAsync(bytes).ConfigureAwait(false);
        await OkAsync(call).ConfigureAwait(false);
        return await ReplyAsync(call).ConfigureAwait(false) ? 0 : 1;
    }

    private static ValueTask OkAsync(ProgramCall call) => call.WriteAsync(new byte[] { 0 });

    private static async Task<int> RefuseAsync(ProgramCall call, string why)
    {
        await ShellRun.SayAsync(call.Streams.Out, $"\u0001scp: {why}\n").ConfigureAwait(false);
        return 1;
    }

    private static async Task<bool> ReplyAsync(ProgramCall call)
    {
        var one = new byte[1];
        return await call.Streams.In.ReadAsync(one, call.Shell.Cancellation).ConfigureAwait(false) == 1
            && one[0] == 0;
    }

    private static async Task<string?> LineAsync(ProgramCall call)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (
            line.Count < LongestLine
            && await call.Streams.In.ReadAsync(one, call.Shell.Cancellation).ConfigureAwait(false) == 1
        )
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]);
            line.Add(one[0]);
        }
        return null;
    }
}
