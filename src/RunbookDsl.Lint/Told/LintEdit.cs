using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Lint;

/// <summary>One change of a text.</summary>
/// <param name="Path">Full path of the script, as the syntax tree has it.</param>
/// <param name="Span">What is replaced; empty inserts.</param>
/// <param name="NewText">What is written there.</param>
public sealed record LintEdit(string Path, TextSpan Span, string NewText);
