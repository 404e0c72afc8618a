using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Lint;

/// <summary>Something that a rule found in the text of a script.</summary>
/// <param name="RuleId">Stable number such as <c>RB0309</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Path">Full path of the script, as the syntax tree has it.</param>
/// <param name="Span">What it is about, in that text.</param>
/// <param name="Message">What is wrong here, and what to write instead.</param>
public sealed record LintFinding(
    string RuleId,
    LintSeverity Severity,
    string Path,
    TextSpan Span,
    string Message
)
{
    /// <summary>Where <see cref="Span"/> is, counted from 0.</summary>
    public LinePositionSpan Lines { get; init; }

    /// <summary>The line it begins in, counted from 1.</summary>
    public int Line => Lines.Start.Line + 1;

    /// <summary>The column it begins in, counted from 1.</summary>
    public int Column => Lines.Start.Character + 1;

    /// <summary>Ways to mend it, the best first; the last one accepts it with a reason.</summary>
    public IReadOnlyList<LintFix> Fixes { get; init; } = [];
}
