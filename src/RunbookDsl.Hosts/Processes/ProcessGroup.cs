using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Looks for living members of a process group.</summary>
internal static class ProcessGroup
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Waits until nothing of the group lives any more, or until <paramref name="limit"/> fires.
    /// </summary>
    /// <returns>Whether the group is empty.</returns>
    public static async Task<bool> WaitUntilEmptyAsync(int group, CancellationToken limit)
    {
        while (HasLiving(group))
        {
            // Real processes end in real time, whatever clock the run has.
            await Task.Delay(LookAgain, TimeProvider.System, limit)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested)
                return false;
        }
        return true;
    }

    /// <summary>
    /// Whether a process of <paramref name="group"/> lives; always false where there is no <c>/proc</c>.
    /// </summary>
    private static bool HasLiving(int group)
    {
        if (!Directory.Exists("/proc/self"))
            return false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (char.IsAsciiDigit(folder[6]) && LivesIn(folder, group))
                return true;
        return false;
    }

    private static bool LivesIn(string folder, int group)
    {
        try
        {
            // pid (name) state ppid pgrp …: the name may hold anything, so read behind its last bracket.
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 4);
            return fields[0] is not ("Z" or "X")
                && int.Parse(fields[2], CultureInfo.InvariantCulture) == group;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
