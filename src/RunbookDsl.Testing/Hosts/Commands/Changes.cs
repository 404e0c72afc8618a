namespace RunbookDsl.Testing;

/// <summary>What is different between two looks at a machine.</summary>
internal static class Changes
{
    private const int MostShown = 8;

    /// <summary>Notes the difference as the effect of a call; no difference is no effect.</summary>
    public static void Note(
        CallTicket ticket,
        Stage stage,
        SortedDictionary<string, string> before,
        SortedDictionary<string, string> after
    )
    {
        var keys = before
            .Keys.Union(after.Keys)
            .Where(k => before.GetValueOrDefault(k) != after.GetValueOrDefault(k))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (keys.Length > 0)
            ticket.Applied(stage.Secrets.Mask(Shown(keys, before)), stage.Secrets.Mask(Shown(keys, after)));
    }

    private static string Shown(string[] keys, SortedDictionary<string, string> lines) =>
        string.Join("; ", keys.Take(MostShown).Select(k => $"{k}: {lines.GetValueOrDefault(k) ?? "none"}"))
        + (keys.Length > MostShown ? $"; and {keys.Length - MostShown} more" : "");
}
