using System.Security.Cryptography;

namespace RunbookDsl.Testing;

/// <summary>What a world takes from the machine it is built on.</summary>
/// <param name="Environment">The environment: PATH, HOME, XDG_CACHE_HOME.</param>
public sealed record WorldOptions(IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// Whether the systems are opened once only, so that nothing need be prepared for a second time. Default
    /// false.
    /// </summary>
    public bool IsForOneScene { get; init; }

    /// <summary>Gives random bytes, for passwords. Default: the system's.</summary>
    public Func<int, byte[]> RandomBytes { get; init; } = RandomNumberGenerator.GetBytes;
}
