namespace RunbookDsl;

/// <summary>What a watch saw. Bounded, however long it was.</summary>
/// <param name="Samples">How often it looked.</param>
/// <param name="Broken">How many of the looks broke a threshold.</param>
/// <param name="Watched">How long it looked, interruptions left out.</param>
/// <param name="Series">What each threshold was held against.</param>
public sealed record MonitorResult(
    int Samples,
    int Broken,
    TimeSpan Watched,
    IReadOnlyList<MonitorSeries> Series
);
