namespace RunbookDsl.Lint;

/// <summary>
/// A finding that its author accepts: <c>// lint: RB0325 because the old side stays closed for good</c>.
/// </summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Reason">The author's words.</param>
/// <param name="Path">Full path of the script.</param>
/// <param name="Line">Line of the comment, counted from 1.</param>
/// <param name="IsOfFile">Whether it stands before the runbook's title and is true of the whole file.</param>
public sealed record LintOverride(string RuleId, string Reason, string Path, int Line, bool IsOfFile)
{
    /// <summary>First line it speaks for, counted from 1.</summary>
    public int From { get; init; }

    /// <summary>Last line it speaks for, counted from 1.</summary>
    public int To { get; init; }

    /// <summary>Whether it accepts a finding of this rule at that line of that file.</summary>
    public bool Accepts(string ruleId, string path, int line) =>
        RuleId == ruleId && Path == path && (IsOfFile || (line >= From && line <= To));
}
