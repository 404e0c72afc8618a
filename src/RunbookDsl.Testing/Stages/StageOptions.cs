namespace RunbookDsl.Testing;

/// <summary>What one rehearsal begins with.</summary>
/// <param name="Environment">The machine's environment: PATH, HOME, XDG_CACHE_HOME.</param>
/// <param name="Directory">Full path of a private folder for sockets, keys and programs; removed by whoever
/// made it.</param>
/// <param name="StartsAt">When virtual time begins.</param>
public sealed record StageOptions(
    IReadOnlyDictionary<string, string> Environment,
    string Directory,
    DateTimeOffset StartsAt
)
{
    /// <summary>Draws ids and passwords. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What goes wrong. Default: nothing.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>
    /// True lets the clock run with the real one, and jump over long waits: for people who watch. Default
    /// false: time stands still but for jumps.
    /// </summary>
    public bool FollowsRealTime { get; init; }
}
