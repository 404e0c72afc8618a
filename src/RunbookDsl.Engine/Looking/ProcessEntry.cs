using System.Globalization;
using System.Text;

namespace RunbookDsl.Engine;

/// <summary>
/// One living process as <c>/proc</c> shows it. One that has ended and is not reaped is none.
/// </summary>
/// <param name="Pid">Its number.</param>
/// <param name="Name">Its program.</param>
/// <param name="Parent">Its parent's number.</param>
/// <param name="Session">Its session's number.</param>
/// <param name="Start">When it began, in clock ticks since boot.</param>
internal sealed record ProcessEntry(int Pid, string Name, int Parent, int Session, string Start)
{
    /// <summary>The kernel's id of this boot; empty where there is none.</summary>
    public static string BootId() => Text("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";

    public static IEnumerable<ProcessEntry> All()
    {
        if (!Directory.Exists("/proc/self"))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (
                int.TryParse(folder.AsSpan(6), CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } entry
            )
                yield return entry;
    }

    public static ProcessEntry? Read(int pid)
    {
        // pid (name) state ppid pgrp session …: the name may hold anything, so read behind its last bracket.
        if (Text($"/proc/{pid}/stat") is not { } stat)
            return null;
        var open = stat.IndexOf('(');
        var close = stat.LastIndexOf(')');
        var fields = stat[(close + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : new ProcessEntry(
                pid,
                stat[(open + 1)..close],
                Number(fields[1]),
                Number(fields[3]),
                fields[19]
            );
    }

    /// <summary>The process and all it descends from.</summary>
    public static HashSet<int> Ancestry(int pid)
    {
        var found = new HashSet<int>();
        while (pid > 0 && found.Add(pid))
            pid = Read(pid)?.Parent ?? 0;
        return found;
    }

    /// <summary>What it was started with; nothing for a process of another user.</summary>
    public string[] Variables() => Text($"/proc/{Pid}/environ")?.Split('\0') ?? [];

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);

    private static string? Text(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
