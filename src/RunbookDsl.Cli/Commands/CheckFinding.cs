namespace RunbookDsl.Cli;

/// <summary>One mistake or warning of one script, wherever it was found.</summary>
internal sealed record CheckFinding(
    string File,
    int Line,
    int Column,
    string Severity,
    string Id,
    string Message
);
