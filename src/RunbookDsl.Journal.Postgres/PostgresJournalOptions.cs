namespace RunbookDsl.Journal.Postgres;

/// <summary>Where the shared journal is, and how long its owners may be silent.</summary>
/// <param name="Address">The database.</param>
/// <param name="Home">
/// Directory of this machine under which the local copies are kept, in <c>shared/ID/runs</c>.
/// </param>
public sealed record PostgresJournalOptions(JournalAddress Address, string Home)
{
    /// <summary>
    /// How long a run belongs to an owner that says nothing, by the clock of the database. Default 30 s.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the owner says that it is there. Default 10 s.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after its last word, by its own clock, an owner begins no effect any more. Default 20 s.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a database that does not answer is tried again before the run is held. Default 15 s.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// True takes a run over although its owner is alive or it is offered to somebody else. The owner's next
    /// line is refused. Default false.
    /// </summary>
    public bool Steals { get; init; }

    /// <summary>True lets the local copies live on a network file system. Default false.</summary>
    public bool AcceptAnyFileSystem { get; init; }

    internal ISettlement Settlement { get; init; } = new FencingSettlement();
}
