namespace RunbookDsl.Postgres;

/// <summary>How long the statements of a database take, those that take most time in all first.</summary>
public sealed record StatementTimes
{
    /// <summary>Major version of the server.</summary>
    public required int Major { get; init; }

    /// <summary>The statements that take most time in all, the longest first.</summary>
    public required IReadOnlyList<StatementTime> Statements { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"times of {Statements.Count} statements (PostgreSQL {Major})";
}
