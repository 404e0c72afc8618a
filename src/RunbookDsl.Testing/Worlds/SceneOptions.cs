namespace RunbookDsl.Testing;

/// <summary>What one rehearsal in a world begins with.</summary>
public sealed record SceneOptions
{
    /// <summary>When virtual time begins; null is as the world file says.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it begins if the world file does not say. Default 2026-01-01 00:00 UTC.</summary>
    public DateTimeOffset Otherwise { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Draws ids and passwords. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What goes wrong. Default: nothing.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>True lets the clock run with the real one between two jumps. Default false.</summary>
    public bool FollowsRealTime { get; init; }
}
