namespace RunbookDsl;

/// <summary>"Did you mean": the known name nearest to a wrong one.</summary>
public static class Nearest
{
    /// <summary><c> (did you mean 'backup'?)</c>, or nothing when no name is near.</summary>
    public static string Suggest(string wrong, IEnumerable<string> known) =>
        Find(wrong, known) is { } name ? $" (did you mean '{name}'?)" : "";

    /// <summary>
    /// The known name with the fewest edits, if they are at most a third of its length; else null.
    /// </summary>
    public static string? Find(string wrong, IEnumerable<string> known)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var name in known)
        {
            var distance = Distance(wrong.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least)
                (best, least) = (name, distance);
        }
        return best is not null && least <= Math.Max(1, best.Length / 3) ? best : null;
    }

    // A swap of two neighbours is one slip, as it is on a keyboard.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 12)
            return int.MaxValue;
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        for (var j = 1; j <= b.Length; j++)
        {
            var change = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i, j] = Math.Min(change, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
        }
        return cost[a.Length, b.Length];
    }
}
