namespace RunbookDsl.Journal;

/// <summary>What is known of a run outside its directory: at this record, the chain had this hash.</summary>
/// <param name="Seq">Number of the record.</param>
/// <param name="Head">Its hash.</param>
/// <param name="Source">Who knows it, for messages.</param>
internal readonly record struct Anchor(long Seq, string Head, string Source = Anchor.Ledger)
{
    internal const string Ledger = "the ledger";
}
