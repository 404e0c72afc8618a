namespace RunbookDsl.Journal;

/// <summary>What a look at every byte of a run found.</summary>
/// <param name="RunId">The run.</param>
/// <param name="History">The run as read; null when its lines are damaged.</param>
/// <param name="Damage">Everything that is wrong; empty when the run is intact.</param>
public sealed record RunVerification(string RunId, RunHistory? History, IReadOnlyList<RunDamage> Damage)
{
    /// <summary>Large values that records name and that are there with their hash.</summary>
    public int Blobs { get; init; }

    /// <summary>Archived sources that are there with their hash.</summary>
    public int Sources { get; init; }

    /// <summary>
    /// The ledger's last line about the run: all that is left of one that was pruned. Null for an open run.
    /// </summary>
    public LedgerEntry? Ledger { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Damage.Count == 0;
}
