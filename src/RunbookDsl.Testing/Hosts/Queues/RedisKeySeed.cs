namespace RunbookDsl.Testing;

/// <summary>Keys of the Redis of a scripted machine.</summary>
/// <param name="Name">The key; of several, what they begin with.</param>
/// <param name="Count">How many: 1 is the name itself, of more each gets a number.</param>
public sealed record RedisKeySeed(string Name, int Count)
{
    /// <summary>How long nobody has used them when the rehearsal begins.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>How many entries a list has; null is a string.</summary>
    public int? Length { get; init; }

    /// <summary>The number of the database.</summary>
    public int Database { get; init; }
}
