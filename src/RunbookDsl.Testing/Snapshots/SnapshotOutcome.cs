namespace RunbookDsl.Testing;

/// <summary>One text beside its snapshot.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Kind">How they compare.</param>
/// <param name="Path">Full path of the snapshot, whether it is there or not.</param>
public sealed record SnapshotOutcome(string Scenario, SnapshotKind Kind, string Path)
{
    /// <summary>Full path of what was received; null when nothing was written.</summary>
    public string? Received { get; init; }

    /// <summary>Why what was received could not be written, and what to do; null when it was, or was not to
    /// be.</summary>
    public string? Trouble { get; init; }

    /// <summary>The lines that differ; empty when none does or there is no snapshot.</summary>
    public string Difference { get; init; } = "";

    /// <summary>Whether the snapshot holds.</summary>
    public bool IsEqual => Kind == SnapshotKind.Equal;
}
