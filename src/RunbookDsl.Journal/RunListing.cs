namespace RunbookDsl.Journal;

/// <summary>One run of a listing: its history, or why it cannot be read.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Location">Its directory (absolute).</param>
/// <param name="History">Null when it cannot be read.</param>
/// <param name="Error">Null when it can be read.</param>
public sealed record RunListing(string RunId, string Location, RunHistory? History, JournalException? Error);
