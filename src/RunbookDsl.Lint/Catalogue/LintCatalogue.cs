namespace RunbookDsl.Lint;

/// <summary>All rules, in the order of their numbers.</summary>
public static class LintCatalogue
{
    /// <summary>What is known about each.</summary>
    public static IReadOnlyList<LintRuleInfo> Rules { get; } = [.. RuleSet.All.Select(r => r.Info)];

    /// <summary>The rule of this number, <c>RB0309</c> or <c>L-09</c>; null when there is none.</summary>
    public static LintRuleInfo? Find(string id) =>
        Rules.FirstOrDefault(r =>
            r.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
            || r.Origin.Equals(id, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>
    /// The page about a rule, made from the rule's own source: what is wrong, why, what to write instead,
    /// an example of each, and how to accept a finding.
    /// </summary>
    public static string Page(LintRuleInfo rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return RulePage.Of(rule);
    }
}
