namespace RunbookDsl.Journal;

/// <summary>How far a journal is known to be durable.</summary>
/// <param name="Seq">Number of the last durable record; 0 before the first.</param>
/// <param name="Hash">Its hash: 22 characters that stand for everything before.</param>
public readonly record struct JournalHead(long Seq, string Hash);
