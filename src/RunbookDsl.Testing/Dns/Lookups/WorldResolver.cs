using System.Net;

namespace RunbookDsl.Testing;

/// <summary>The resolver of a world, for systems that connect to hosts by name.</summary>
public sealed class WorldResolver : IWorldResolver
{
    private readonly Stage _stage;
    private readonly QueryDesk _desk;

    internal WorldResolver(Stage stage, QueryDesk desk) => (_stage, _desk) = (stage, desk);

    /// <summary>
    /// The first IPv4 address of a name, else its first IPv6 address, as a resolver tells it: what a cache
    /// still holds may be old. Null when there is none, when no zone of the world holds the name, and when a
    /// fault took the answer.
    /// </summary>
    public IPAddress? Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _stage.Zones().Enclosing(name) is null
            ? null
            : First(name, DnsType.A) ?? First(name, DnsType.Aaaa);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Addresses(string host) => Resolve(host) is { } one ? [$"{one}"] : [];

    private IPAddress? First(string name, ushort type)
    {
        var reply = _desk.Ask(new(DnsName.Plain(name), type));
        var found = reply?.Answers.FirstOrDefault(r => r.Type == type);
        return found is not null && IPAddress.TryParse(found.Content, out var address) ? address : null;
    }
}
