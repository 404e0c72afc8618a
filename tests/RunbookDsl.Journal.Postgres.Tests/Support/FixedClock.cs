namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>Tells always the same time, so that journals of tests are the same bytes each time.</summary>
internal sealed class FixedClock : TimeProvider
{
    internal static readonly DateTimeOffset Instant = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Instant;
}
