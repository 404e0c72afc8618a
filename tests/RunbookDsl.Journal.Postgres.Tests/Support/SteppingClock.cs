namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>The system's clock, moved on by hand.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _moved;

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _moved);

    public override DateTimeOffset GetUtcNow() => FixedClock.Instant;

    public void Step(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks * TimestampFrequency / 10_000_000);
}
