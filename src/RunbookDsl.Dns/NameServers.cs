using System.Collections.Immutable;

namespace RunbookDsl.Dns;

/// <summary>Whom to ask about a name.</summary>
public sealed record NameServers
{
    private NameServers(string text) => Text = text;

    /// <summary>Every server that answers for the name's zone: they tell how it is now.</summary>
    public static NameServers Authoritative { get; } = new("every authoritative server");

    /// <summary>The resolver of this machine, which may tell what it was.</summary>
    public static NameServers Resolver { get; } = new("the resolver of this machine");

    /// <summary>Servers by name or address; empty for the two above.</summary>
    public ImmutableArray<string> Servers { get; private init; } = [];

    /// <summary>How many of them have to answer right; null all.</summary>
    public int? Enough { get; private init; }

    internal string Text { get; }

    /// <summary>Public resolvers, or any other servers.</summary>
    /// <param name="servers">Names or addresses, at least one: <c>"1.1.1.1"</c>.</param>
    public static NameServers Of(params string[] servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        return servers.Length > 0 && Array.TrueForAll(servers, s => s.Length > 0)
            ? new(string.Join(", ", servers)) { Servers = [.. servers] }
            : throw new ArgumentException("name at least one server: NameServers.Of(\"1.1.1.1\").");
    }

    /// <summary>A copy that is content with so many right answers.</summary>
    public NameServers AtLeast(int servers) =>
        servers >= 1 && servers <= Servers.Length
            ? this with
            {
                Enough = servers,
            }
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"AtLeast({servers}) wants 1 to {Servers.Length}: so many servers are named."
                )
            );

    /// <inheritdoc/>
    public override string ToString() =>
        Enough is { } enough ? FormattableString.Invariant($"{enough} of {Text}") : Text;
}
