namespace RunbookDsl.Cli;

/// <summary>One mistake or warning of one script, wherever it was found.</summary>
internal sealed record CheckFinding(
    string File,
    int Line,
    int Column,
    string Severity,
    string Id,
    string Message
)
{
    /// <summary>Why its author accepts it; null for what nobody has accepted.</summary>
    public string? Reason { get; init; }

    /// <summary>The compiler's form, which MSBuild and editors read.</summary>
    public string Text(Func<string, string> shown) =>
        $"{shown(File)}({Line},{Column}): {(Severity == "hint" ? "message" : Severity)} {Id}: {Message}";
}
