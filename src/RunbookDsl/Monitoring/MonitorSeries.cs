namespace RunbookDsl;

/// <summary>What a watch saw of one threshold, since it was last taken up.</summary>
/// <param name="Name">The threshold in words.</param>
/// <param name="Broken">How many looks broke it.</param>
/// <param name="Least">The smallest number; null for an assertion.</param>
/// <param name="Most">The largest number; null for an assertion.</param>
/// <param name="Last">What the last look saw, in words.</param>
public sealed record MonitorSeries(string Name, int Broken, double? Least, double? Most, string Last);
