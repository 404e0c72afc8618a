namespace RunbookDsl.Testing;

/// <summary>A message in the journal of a scripted machine.</summary>
internal sealed record JournalEntry(
    int Number,
    string Unit,
    int Priority,
    string Message,
    DateTimeOffset Time
);
