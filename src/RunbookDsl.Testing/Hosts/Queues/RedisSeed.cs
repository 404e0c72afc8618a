using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>The Redis of a scripted machine.</summary>
/// <param name="Port">Its port.</param>
/// <param name="Password">The secret that is its password, which the world makes up; null is none.</param>
public sealed record RedisSeed(int Port, SecretReference? Password)
{
    /// <summary>What is in it.</summary>
    public ImmutableArray<RedisKeySeed> Keys { get; init; } = [];
}
