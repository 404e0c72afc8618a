using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Words of a world file about the name system.</summary>
public static class DnsVerbs
{
    /// <summary>
    /// The name servers of the world: one that answers for its zones, and a resolver in front that keeps old
    /// answers for as long as their TTL says. A world has one such pair.
    /// </summary>
    /// <param name="name">Its name in logs and faults.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static DnsBuilder Dns(
        string name = "dns",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Dns", name)));
}
