using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Looks for living members of a session.</summary>
internal static class ProcessSession
{
    /// <summary>The kernel's id of this boot; empty where there is none.</summary>
    public static string BootId()
    {
        const string file = "/proc/sys/kernel/random/boot_id";
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }

    /// <summary>
    /// Whether anything of the session lives whose leader began at <paramref name="start"/>, in clock ticks
    /// since boot. While anything of a session lives its number names no other.
    /// </summary>
    public static bool HasLiving(int session, string start)
    {
        if (Fields($"/proc/{session}") is { } leader && leader[19] != start)
            return false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (
                char.IsAsciiDigit(folder[6])
                && Fields(folder) is { } fields
                && int.Parse(fields[3], CultureInfo.InvariantCulture) == session
            )
                return true;
        return false;
    }

    // state ppid pgrp session …; null for one that has ended.
    private static string[]? Fields(string folder)
    {
        try
        {
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
