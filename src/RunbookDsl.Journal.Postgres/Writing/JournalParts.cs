namespace RunbookDsl.Journal.Postgres;

/// <summary>What the writer of a run works with.</summary>
internal sealed record JournalParts(Database Database, PostgresJournalOptions Options, TimeProvider Clock)
{
    /// <summary>Directory of all local copies of this journal.</summary>
    internal required string Root { get; init; }

    /// <summary>The run's own directory in it.</summary>
    internal required string Location { get; init; }

    internal required Appender Appender { get; init; }

    internal required LocalSegment Copy { get; init; }

    internal required RunValues Values { get; init; }

    internal RunFiles Files => new(Disk.Local, Location);
}
