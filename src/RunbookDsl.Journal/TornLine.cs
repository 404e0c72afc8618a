namespace RunbookDsl.Journal;

/// <summary>What the readable beginning of a lost line says.</summary>
/// <param name="Type">The record's type; null when the line broke off before it. It may then have been
/// anything.</param>
/// <param name="Step">The step's id; null when the line broke off before it, or has none.</param>
/// <param name="Attempt">The attempt; 0 when not readable.</param>
public sealed record TornLine(string? Type, string? Step, int Attempt);
