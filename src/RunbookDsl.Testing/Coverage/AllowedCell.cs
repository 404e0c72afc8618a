namespace RunbookDsl.Testing;

/// <summary>A cell that need not be rehearsed for a while.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Cell">The cell's name.</param>
/// <param name="Reason">Why; may be empty, which is a mistake.</param>
/// <param name="Until">The last day on which it is in force; null when the date is missing or wrong.</param>
public sealed record AllowedCell(int Line, string Cell, string Reason, DateOnly? Until);
