using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>What a step tells a shell or a program.</summary>
/// <param name="Text">As it is written; one line a program for what no shell reads.</param>
/// <param name="Commands">The programs, in order.</param>
/// <param name="IsShell">Whether a shell reads it, and not a program its arguments.</param>
/// <param name="Place">Where it is written.</param>
internal sealed record ShellScript(
    string Text,
    IReadOnlyList<ShellCommand> Commands,
    bool IsShell,
    ExpressionSyntax Place
)
{
    /// <summary>Whether the failure of any part of a pipe fails it.</summary>
    public bool HasPipeFail => Text.Contains("pipefail", StringComparison.Ordinal);
}
