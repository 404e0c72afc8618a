namespace RunbookDsl.Journal;

/// <summary>One line of the ledger.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Runbook">Its runbook's title.</param>
/// <param name="Status">
/// How it ended, in one word; <see cref="Pruned"/> for the line that says that its directory was removed.
/// </param>
/// <param name="Seq">Number of its last record.</param>
/// <param name="Head">Hash of its last record.</param>
/// <param name="At">When the line was written, UTC.</param>
public sealed record LedgerEntry(
    string RunId,
    string Runbook,
    string Status,
    long Seq,
    string Head,
    DateTimeOffset At
)
{
    /// <summary>The status of a run whose directory was removed on purpose.</summary>
    public const string Pruned = "pruned";
}
