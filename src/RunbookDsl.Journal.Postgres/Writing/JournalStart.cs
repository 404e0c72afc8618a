namespace RunbookDsl.Journal.Postgres;

/// <summary>Where a segment begins.</summary>
/// <param name="Run">The run.</param>
/// <param name="Claim">Tells this owner from every other, also of the same process.</param>
internal sealed record JournalStart(RunIdentity Run, string Claim)
{
    /// <summary>The fence: what every statement of this owner names.</summary>
    internal required long Epoch { get; init; }

    /// <summary>Number of the segment, which its lines carry.</summary>
    internal required int Segment { get; init; }

    /// <summary>Number of the last line there is.</summary>
    internal required long Seq { get; init; }

    /// <summary>Its hash.</summary>
    internal required byte[] Chain { get; init; }

    /// <summary>Bytes of the segment there are.</summary>
    internal required long Length { get; init; }
}
