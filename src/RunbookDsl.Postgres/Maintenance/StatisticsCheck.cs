using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that every table with data has optimizer statistics. After a restore or upgrade there are none,
/// and every query is planned blindly until somebody analyzes.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record StatisticsCheck(PgDatabase Database) : PgCheck(Database)
{
    /// <summary>Ignores tables up to this many bytes. Default 0: none.</summary>
    public long MinimumBytes { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.AssertStatistics";

    /// <inheritdoc/>
    public override string Description => $"every table with data in {Database} has optimizer statistics";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("larger than", $"{MinimumBytes.ToString(CultureInfo.InvariantCulture)} bytes")];

    /// <summary>A copy that ignores tables up to that many bytes.</summary>
    public StatisticsCheck LargerThan(long bytes) => this with { MinimumBytes = bytes };

    private protected override Task<Verdict> LookAsync(StepContext context, PgSession session) =>
        MissingStatistics.JudgeAsync(session, MinimumBytes, []);
}
