using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a Cloudflare account is like. Records belong to the zone named last.</summary>
public sealed class CloudflareBuilder
{
    private readonly WorldSession _session;
    private CloudflareSystemSpec _spec;

    internal CloudflareBuilder(WorldSession session, CloudflareSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Gives the runbook an API token as this secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="zones">The zones it may see and change; none is every zone.</param>
    public CloudflareBuilder Token(SecretReference secret, params IEnumerable<string> zones) =>
        Change(_spec with { Tokens = _spec.Tokens.Add((secret.Name, [.. zones.Select(SiteBuilder.Plain)])) });

    /// <summary>Gives the runbook the global key of a user as this secret, for clients that send mail
    /// address and key.</summary>
    public CloudflareBuilder Key(string email, SecretReference secret) =>
        Change(_spec with { Keys = _spec.Keys.Add((secret.Name, email)) });

    /// <summary>A zone of the account.</summary>
    public CloudflareBuilder Zone(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Change(
            _spec with
            {
                Zones = _spec.Zones.Add(new(SiteBuilder.Plain(name), new(file, line, "Zone", name))),
            }
        );

    /// <summary>A record of the zone named last, as the API would take it.</summary>
    /// <param name="name"><c>@</c>, a name in the zone, or a full name.</param>
    /// <param name="type"><c>A</c>, <c>AAAA</c>, <c>CNAME</c>, <c>TXT</c>, <c>MX</c>, <c>NS</c>.</param>
    /// <param name="content">Address, name or text; <c>10 mail.shop.example</c> for MX.</param>
    /// <param name="ttl">Seconds, 60 to 86400; 1 is automatic.</param>
    /// <param name="proxied">Whether the provider answers in its place.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public CloudflareBuilder Record(
        string name,
        string type,
        string content,
        int ttl = 1,
        bool proxied = false,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        if (_spec.Zones.IsEmpty)
            throw new ArgumentException("a record is in a zone: write .Zone(\"shop.example\") first.");
        var body = new JsonObject
        {
            ["name"] = name,
            ["type"] = type,
            ["ttl"] = ttl,
            ["proxied"] = proxied,
        };
        var parts = content.Split(' ', 2);
        if (type == "MX" && parts.Length == 2 && int.TryParse(parts[0], out var priority))
            (body["priority"], body["content"]) = (priority, parts[1]);
        else
            body["content"] = content;
        var zone = _spec.Zones[^1];
        var changed = zone with
        {
            Records = zone.Records.Add((body.ToJsonString(), new(file, line, "Record", name))),
        };
        return Change(_spec with { Zones = _spec.Zones.SetItem(_spec.Zones.Length - 1, changed) });
    }

    /// <summary>How many requests in five minutes are answered. Default 1200.</summary>
    public CloudflareBuilder Limit(int requests) => Change(_spec with { Limit = requests });

    private CloudflareBuilder Change(CloudflareSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
