using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>A journal record with its place among the calls of the world.</summary>
/// <param name="Record">The record.</param>
/// <param name="Calls">How many calls the world had seen when it was appended: those with a greater sequence
/// came later.</param>
public sealed record WrittenRecord(JournalRecord Record, int Calls);
