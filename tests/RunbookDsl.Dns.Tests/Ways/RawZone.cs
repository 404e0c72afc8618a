namespace RunbookDsl.Dns.Tests.Ways;

/// <summary>The provider as bytes of our own: what its fake never says.</summary>
internal sealed class RawZone : IAsyncDisposable
{
    public const string Id = "0123456789abcdef0123456789abcdef";
    private const string Zones = $$"""
        {"success":true,"result":[{"id":"{{Id}}","name":"shop.example","plan":7,"type":"new","status":"odd"}]}
        """;
    private readonly Site _site;

    /// <param name="way">The way to it.</param>
    /// <param name="answer">Answers everything but the question for the zone, from the request's
    /// head.</param>
    /// <param name="name">The name in its certificate.</param>
    /// <param name="isTrusted">Whether the step trusts who signed that.</param>
    public RawZone(
        ZonesWay way,
        Func<string, string> answer,
        string name = "api.cloudflare.com",
        bool isTrusted = true
    )
    {
        _site = new Site(
            head =>
                head.StartsWith("GET /client/v4/zones?", StringComparison.Ordinal)
                    ? Page(Zones)
                    : answer(head),
            name
        );
        Visitor.Hosts["api.cloudflare.com"] = _site.Port;
        Visitor.Trust = isTrusted ? _site.Certificate : null;
        Records = way.Zones.Open(Cloudflare.Zone("shop.example", new("CF_TOKEN")), Visitor);
    }

    public Visitor Visitor { get; } = new();

    public ICloudflareRecords Records { get; }

    /// <summary>The heads of all requests that got there.</summary>
    public IEnumerable<string> Requests => _site.Requests;

    public static string Page(string body, int status = 200) => Site.Page(status, body);

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
