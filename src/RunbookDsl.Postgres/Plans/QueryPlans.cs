namespace RunbookDsl.Postgres;

/// <summary>How the server means to answer some queries. Journaled, to be compared with later ones.</summary>
public sealed record QueryPlans
{
    /// <summary>Major version of the server.</summary>
    public required int Major { get; init; }

    /// <summary>The plans, in the author's order.</summary>
    public required IReadOnlyList<QueryPlan> Plans { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"plans of {Plans.Count} queries (PostgreSQL {Major})";
}
