namespace RunbookDsl.Journal;

/// <summary>What the ledger has of a run: at this record, the chain had this hash.</summary>
internal readonly record struct Anchor(long Seq, string Head);
