namespace RunbookDsl.Journal;

/// <summary>A new run made of what is proved of a damaged one.</summary>
/// <param name="RunId">The new run: the old id with <c>-salvaged</c>.</param>
/// <param name="From">The damaged run; untouched.</param>
/// <param name="Records">Records that were taken over: all up to the last one that is proved.</param>
/// <param name="Damage">What is wrong with the old run.</param>
public sealed record SalvagedRun(string RunId, string From, long Records, RunDamage Damage)
{
    /// <summary>The new run's directory (absolute); the old files are in its <c>evidence</c>.</summary>
    public required string Location { get; init; }

    /// <summary>
    /// Steps that are named by what follows the damage; readable, and proved by nothing: now in doubt.
    /// </summary>
    public required IReadOnlyList<string> Suspects { get; init; }

    /// <summary>Steps whose undo is named there: their undo is now in doubt.</summary>
    public required IReadOnlyList<string> UndoSuspects { get; init; }

    /// <summary>
    /// False when a single record is unreadable and every later one is there: only the steps that came next
    /// can then have begun. True when nobody knows how many are lost: every step that is not known done is
    /// in doubt.
    /// </summary>
    public required bool LosesMany { get; init; }

    /// <summary>How the ledger says that the old run was closed; null when it was open.</summary>
    public string? ClosedAs { get; init; }
}
