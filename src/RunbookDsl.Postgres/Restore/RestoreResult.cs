namespace RunbookDsl.Postgres;

/// <summary>What a restore, or its rehearsal, came to.</summary>
public sealed record RestoreResult
{
    /// <summary>The database that was restored.</summary>
    public required string Database { get; init; }

    /// <summary>The dump's folder.</summary>
    public required string From { get; init; }

    /// <summary>Tables compared with the dump's manifest.</summary>
    public required int Tables { get; init; }

    /// <summary>Rows of all tables.</summary>
    public required long Rows { get; init; }

    /// <summary>How long it took, without the comparison: the estimate for the real thing.</summary>
    public required TimeSpan Took { get; init; }
}
