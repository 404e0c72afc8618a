namespace RunbookDsl;

/// <summary>One look at one threshold.</summary>
/// <param name="Holds">Whether the threshold holds.</param>
/// <param name="Seen">What was seen, in words.</param>
/// <param name="Number">The number, where it is one.</param>
internal sealed record MonitorReading(bool Holds, string Seen, double? Number = null);
