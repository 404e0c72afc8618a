namespace RunbookDsl.Engine;

/// <summary>That a run went on with an edited script.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Reason">Why.</param>
public sealed record PlanMigration(DateTimeOffset At, string By, string Reason)
{
    /// <summary>Hash of the plan in force before; approvals of it count no more.</summary>
    public required string From { get; init; }

    /// <summary>Hash of the plan in force since.</summary>
    public required string To { get; init; }

    /// <summary>Old ids with new ones.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Renamed { get; init; } = [];
}
