namespace RunbookDsl.Journal.Tests;

/// <summary>Stands still until it is set, so that journals of tests are the same bytes each time.</summary>
internal sealed class FixedClock : TimeProvider
{
    internal static readonly DateTimeOffset Instant = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    internal DateTimeOffset Now { get; set; } = Instant;

    public override DateTimeOffset GetUtcNow() => Now;
}
