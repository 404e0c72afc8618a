namespace RunbookDsl.Testing;

/// <summary>A snapshot that somebody has to look at.</summary>
/// <param name="Scenario">The name of its files: <c>clean</c>.</param>
/// <param name="Kind">New, changed, or dangling.</param>
/// <param name="Path">Full path of the snapshot.</param>
/// <param name="Received">Full path of what was received; null for a dangling snapshot.</param>
public sealed record PendingSnapshot(string Scenario, SnapshotKind Kind, string Path, string? Received);
