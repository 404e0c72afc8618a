namespace RunbookDsl;

/// <summary>"Did you mean": the known name nearest to a wrong one.</summary>
public static class Nearest
{
    /// <summary><c> (did you mean 'backup'?)</c>, or nothing when no name is near.</summary>
    public static string Suggest(string wrong, IEnumerable<string> known) =>
        Find(wrong, known) is { } name ? $" (did you mean '{name}'?)" : "";

    /// <summary>The known name with the fewest edits, if they are at most a third of its length; else null.</summary>
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

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 12)
            return int.MaxValue;
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
