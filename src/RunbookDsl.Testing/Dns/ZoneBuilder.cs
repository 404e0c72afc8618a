using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Says what is in a zone.</summary>
public sealed class ZoneBuilder
{
    private readonly DnsBuilder _dns;
    private readonly int _index;

    internal ZoneBuilder(DnsBuilder dns, int index) => (_dns, _index) = (dns, index);

    /// <summary>Adds a record; several of one name and type are all answered.</summary>
    /// <param name="type"><c>A</c>, <c>AAAA</c>, <c>CAA</c>, <c>CNAME</c>, <c>MX</c>, <c>NS</c>, <c>PTR</c>,
    /// <c>SRV</c> or <c>TXT</c>.</param>
    /// <param name="name">Relative to the zone or in full; <c>@</c> is the zone itself, <c>*</c> every name
    /// that has no records.</param>
    /// <param name="content">As in a zone file: <c>192.0.2.10</c>, <c>10 mail.example.org</c>, <c>0 issue
    /// "letsencrypt.org"</c>. Names are full ones. Text that is not in quotes is taken as it is.</param>
    /// <param name="ttl">Seconds that a resolver may keep it. Default 3600; 1 leaves it to the provider,
    /// 300.</param>
    /// <param name="proxied">Whether the provider answers with an address of its own and hides the
    /// content.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public ZoneBuilder Record(
        string type,
        string name,
        string content,
        int ttl = 3600,
        bool proxied = false,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var where = new SourceLocation(file, line, "Record", $"{type} {name}");
        var record = new ZoneRecordSpec(type, name, content, where) { Ttl = ttl, IsProxied = proxied };
        return Change(z => z with { Records = z.Records.Add(record) });
    }

    /// <summary>
    /// The servers that answer for the zone, by name; programs that ask one of them are led to it. Default
    /// two names below <c>provider.test</c>.
    /// </summary>
    public ZoneBuilder NameServers(params string[] names) =>
        Change(z => z with { Servers = [.. names.Select(DnsName.Plain)] });

    /// <summary>The zone's start of authority.</summary>
    /// <param name="ttl">Seconds that a resolver may keep it, and "no such name". Default 1800.</param>
    /// <param name="minimum">Seconds that "no such name" may be kept, if <paramref name="ttl"/> is not less.
    /// Default 1800.</param>
    /// <param name="primary">The server where it is edited; null is the first name server.</param>
    /// <param name="mailbox">Who looks after it, as a name; null is <c>hostmaster</c> in the zone.</param>
    public ZoneBuilder Soa(
        int ttl = 1800,
        int minimum = 1800,
        string? primary = null,
        string? mailbox = null
    ) =>
        Change(z =>
            z with
            {
                Soa = new(primary ?? "", mailbox ?? $"hostmaster.{z.Name}") { Ttl = ttl, Minimum = minimum },
            }
        );

    private ZoneBuilder Change(Func<ZoneSpec, ZoneSpec> change)
    {
        _dns.Change(_index, change);
        return this;
    }
}
