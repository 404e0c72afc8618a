namespace RunbookDsl.Lint;

/// <summary>All rules, in the order of their numbers.</summary>
public static class LintCatalogue
{
    /// <summary>What is known about each.</summary>
    public static IReadOnlyList<LintRuleInfo> Rules => [];

    /// <summary>The rule of this number, <c>RB0309</c> or <c>L-09</c>; null when there is none.</summary>
    public static LintRuleInfo? Find(string id) =>
        Rules.FirstOrDefault(r =>
            r.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
            || r.Origin.Equals(id, StringComparison.OrdinalIgnoreCase)
        );
}
