namespace RunbookDsl.Journal;

/// <summary>One run as its journal tells it, verified line by line.</summary>
public sealed class RunHistory
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The runbook's title, as given when the run was created.</summary>
    public required string Runbook { get; init; }

    /// <summary>The run's directory (absolute).</summary>
    public required string Location { get; init; }

    /// <summary>All good lines of all segments, by number.</summary>
    public required IReadOnlyList<JournalRecord> Records { get; init; }

    /// <summary>What lies unreadable behind the last good line; null when the journal ends cleanly.</summary>
    /// <remarks>While <see cref="Owner"/> is set this is merely the line being written.</remarks>
    public TornTail? Torn { get; init; }

    /// <summary>
    /// Every torn tail of the run, oldest first, <see cref="Torn"/> included. A fold must honour all of them.
    /// </summary>
    public required IReadOnlyList<TornTail> TornTails { get; init; }

    /// <summary>Who has the run now; null when nobody does.</summary>
    public Owner? Owner { get; init; }

    /// <summary>
    /// Who wrote each segment, the first one first. The lines of <see cref="JournalRecord.Epoch"/> n are of
    /// number n - 1.
    /// </summary>
    public required IReadOnlyList<Owner> Owners { get; init; }

    /// <summary>
    /// Who ran the run on another machine than this one, where no lock tells whether it still does: for each
    /// segment the same owner as in <see cref="Owners"/>, or null where this machine can tell. Empty
    /// (default) when that holds of all.
    /// </summary>
    public IReadOnlyList<Owner?> Elsewhere { get; init; } = [];

    /// <summary>To whom the run is offered; null (default) when it is not.</summary>
    public RunOffer? Offer { get; init; }

    /// <summary>How many processes have run it so far: the number of segments.</summary>
    public required int Epoch { get; init; }

    /// <summary>The hash of the last good line: 22 characters that stand for everything before.</summary>
    public required string HeadHash { get; init; }

    /// <summary>A value stored apart from the lines, checked against its name.</summary>
    /// <param name="name">As a record names it.</param>
    /// <exception cref="JournalException">It is not there, or not what its name says.</exception>
    public byte[] ReadBlob(string name) =>
        Blobs is null ? new RunFiles(Disk.Local, Location).ReadBlob(name) : Blobs(name);

    internal Func<string, byte[]>? Blobs { get; init; }

    /// <summary>True if the ledger has the head of this run, as it has for every closed one.</summary>
    public required bool Anchored { get; init; }
}
