using System.Globalization;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// One system call that changes the disk, found again by its number among the calls of its name.
/// </summary>
/// <param name="Call">Its name.</param>
/// <param name="Ordinal">Its number, from 1, among all such calls of its thread: strace counts like
/// this.</param>
/// <param name="Line">How strace printed it.</param>
internal sealed record Boundary(string Call, int Ordinal, string Line)
{
    public const string Calls = "openat,pwrite64,ftruncate,fdatasync,fsync,rename,mkdir,rmdir,link,unlink";

    /// <summary>The boundaries of a trace that concern files below <paramref name="folder"/>.</summary>
    public static IReadOnlyList<Boundary> Of(IEnumerable<string> trace, string folder)
    {
        var counts = new Dictionary<string, int>();
        var found = new List<Boundary>();
        foreach (var line in trace)
        {
            if (Name(line) is not { } call)
                continue;
            var thread = line[..line.IndexOf(' ')];
            var ordinal = counts[thread + call] = counts.GetValueOrDefault(thread + call) + 1;
            if (Touches(line, folder))
                found.Add(new Boundary(call, ordinal, line));
        }
        return found;
    }

    /// <summary>Whether a line of a trace changes something below <paramref name="folder"/>.</summary>
    public static bool Touches(string line, string folder) =>
        line.Contains(folder, StringComparison.Ordinal)
        && Name(line) is { } call
        && (call != "openat" || line.Contains("O_CREAT", StringComparison.Ordinal));

    /// <summary>strace's words for doing <paramref name="what"/> at this call.</summary>
    public string Inject(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{Call}:{what}:when={Ordinal}");

    // "4711 pwrite64(3<...": anything else is an exit, a signal, or the second half of a call.
    private static string? Name(string line)
    {
        var begin = line.IndexOf(' ') + 1;
        while (begin < line.Length && line[begin] == ' ')
            begin++;
        var end = line.IndexOf('(', begin);
        return end > begin && line[begin..end] is var name && Calls.Split(',').Contains(name) ? name : null;
    }
}
