namespace RunbookDsl.Lint;

/// <summary>What is known about a rule: the source of its page.</summary>
/// <param name="Id">Stable number such as <c>RB0309</c>; the last digits are the catalogue's.</param>
/// <param name="Severity">How bad a finding is.</param>
/// <param name="Title">What is wrong, as a sentence without an end.</param>
public sealed record LintRuleInfo(string Id, LintSeverity Severity, string Title)
{
    /// <summary>When it is decided.</summary>
    public LintMoment Moment { get; init; } = LintMoment.Static;

    /// <summary>What happens to those who do it, and how that is known.</summary>
    public required string Why { get; init; }

    /// <summary>What to write instead.</summary>
    public required string Instead { get; init; }

    /// <summary>
    /// Who tells when the text and the plan cannot: an operation's own guard or verification. Null for a rule
    /// that the lint decides alone.
    /// </summary>
    public string? ToldBy { get; init; }

    /// <summary>Steps that the rule must find fault with; <c>db</c> and <c>web</c> are there.</summary>
    public string Flagged { get; init; } = "";

    /// <summary>Steps that do the same well.</summary>
    public string Clean { get; init; } = "";

    /// <summary>The number in the catalogue of rules, such as <c>L-09</c>; empty without one.</summary>
    public string Origin =>
        Id == "RB0220" ? "L-07"
        : Id.StartsWith("RB03", StringComparison.Ordinal)
        && Id is not ("RB0300" or "RB0394" or "RB0395" or "RB0396" or "RB0397")
            ? $"L-{Id[4..]}"
        : "";
}
