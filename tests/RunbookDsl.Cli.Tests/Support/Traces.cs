using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Cli.Tests;

/// <summary>
/// What a process has started and made, as it is at one moment: processes, listening sockets, folders.
/// </summary>
internal sealed partial class Traces
{
    private readonly Dictionary<int, string> _processes = [];
    private readonly HashSet<string> _sockets;

    private Traces(int root, string mark)
    {
        var all = Directory
            .GetDirectories("/proc")
            .Where(f => char.IsAsciiDigit(f[6]))
            .Select(f => (Id: int.Parse(f[6..]), Stat: Stat(f)))
            .Where(p => p.Stat.Length > 0)
            .ToDictionary(p => p.Id, p => p.Stat);
        foreach (var id in all.Keys.Where(id => IsBelow(id, root, all) || Knows(id, mark)))
            _processes[id] = all[id][19];
        var own = _processes.Keys.Append(root).SelectMany(Sockets).ToHashSet();
        _sockets = [.. Listening().Where(own.Contains)];
        Names = [.. _processes.Keys.Select(id => Text($"/proc/{id}/comm").Trim())];
        Folders =
        [
            .. _processes
                .Keys.SelectMany(id => Text($"/proc/{id}/cmdline").Split('\0'))
                .Where(a => Folder().IsMatch(a)),
        ];
    }

    /// <summary>The names of the processes below it.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The throw-away folders that somebody keeps.</summary>
    public HashSet<string> Folders { get; }

    public int Ports => _sockets.Count;

    /// <summary>What is there below a process, and what has this text in its environment.</summary>
    public static Traces Of(int process, string mark) => new(process, mark);

    /// <summary>Waits until the processes have ended; says what is left then.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync(string mark, CancellationToken cancellation)
    {
        foreach (var (id, start) in _processes)
            if (Stat($"/proc/{id}") is { Length: > 0 } stat && stat[19] == start)
                await EndAsync(id, cancellation);
        return
        [
            .. new Traces(0, mark).Names.Select(n => $"process {n}"),
            .. Listening().Where(_sockets.Contains).Select(s => $"socket {s}"),
            .. Folders.Where(Directory.Exists).Select(f => $"folder {f}"),
        ];
    }

    private static async Task EndAsync(int id, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellation);
        }
        catch (ArgumentException)
        {
            // It has ended meanwhile.
        }
    }

    private static bool IsBelow(int id, int root, Dictionary<int, string[]> all)
    {
        for (var at = id; all.TryGetValue(at, out var stat); at = int.Parse(stat[1]))
            if (at == root)
                return id != root;
        return false;
    }

    private static bool Knows(int id, string mark) =>
        Text($"/proc/{id}/environ").Contains(mark, StringComparison.Ordinal) && id != Environment.ProcessId;

    private static IEnumerable<string> Sockets(int id)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateFiles($"/proc/{id}/fd")
                    .Select(f => new FileInfo(f).LinkTarget)
                    .OfType<string>()
                    .Where(t => t.StartsWith("socket:[", StringComparison.Ordinal))
                    .Select(t => t[8..^1]),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Listening() =>
        new[] { "/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp" }
            .Where(File.Exists)
            .SelectMany(f => File.ReadLines(f).Skip(1).Select(l => (IsUdp: f.EndsWith("udp"), Line: l)))
            .Select(l => (l.IsUdp, Fields: l.Line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Where(l => l.IsUdp || l.Fields[3] == "0A")
            .Select(l => l.Fields[9]);

    // state ppid … start; empty for one that has ended.
    private static string[] Stat(string folder)
    {
        var stat = Text($"{folder}/stat");
        var fields = stat.Length == 0 ? [] : stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields is ["Z" or "X", ..] ? [] : fields;
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex("^/[^ ]*/runbook-(pg|world)-[0-9a-f]+$")]
    private static partial Regex Folder();
}
