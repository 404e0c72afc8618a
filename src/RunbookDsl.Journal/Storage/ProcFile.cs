using System.Globalization;
using System.Text;

namespace RunbookDsl.Journal;

/// <summary>What the kernel says about processes; empty or 0 where it says nothing.</summary>
internal static class ProcFile
{
    internal static string ReadText(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>
    /// Start of a process in clock ticks since boot (field 22 of its stat line); 0 if there is no such
    /// process.
    /// </summary>
    internal static long StartTicks(int pid)
    {
        var stat = ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        // The command name may hold blanks and parentheses; the last one closes it.
        var rest = stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart();
        for (var field = 3; field < 22 && !rest.IsEmpty; field++)
        {
            var blank = rest.IndexOf(' ');
            rest = blank < 0 ? default : rest[(blank + 1)..];
        }
        var end = rest.IndexOf(' ');
        return long.TryParse(end < 0 ? rest : rest[..end], CultureInfo.InvariantCulture, out var ticks)
            ? ticks
            : 0;
    }
}
