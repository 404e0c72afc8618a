namespace RunbookDsl.LanguageServer;

/// <summary>Which proposals fit what is already typed, best first.</summary>
internal static class Fitting
{
    public static IReadOnlyList<Proposal> Of(
        IReadOnlyList<Proposal> proposals,
        string typed,
        bool hasSnippets
    ) =>
        [
            .. proposals
                .Where(p => hasSnippets || !p.IsSnippet)
                .Select(p => (Proposal: p, Distance: Distance(p.Label, typed)))
                .Where(p => p.Distance < int.MaxValue)
                .OrderBy(p => p.Distance)
                .ThenBy(p => p.Proposal.Rank)
                .ThenBy(p => p.Proposal.Label, StringComparer.OrdinalIgnoreCase)
                .ThenBy(p => p.Proposal.Label, StringComparer.Ordinal)
                .Select(p => p.Proposal),
        ];

    // 0 begins so, 1 begins so in other case, 2 holds it, 3 holds its characters in this order.
    private static int Distance(string label, string typed)
    {
        if (label.StartsWith(typed, StringComparison.Ordinal))
            return 0;
        if (label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (label.Contains(typed, StringComparison.OrdinalIgnoreCase))
            return 2;
        var next = 0;
        foreach (var c in label)
            if (next < typed.Length && char.ToUpperInvariant(c) == char.ToUpperInvariant(typed[next]))
                next++;
        return next == typed.Length && char.ToUpperInvariant(label[0]) == char.ToUpperInvariant(typed[0])
            ? 3
            : int.MaxValue;
    }
}
