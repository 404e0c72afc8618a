using CloudFlare.Client.Api.Zones.DnsRecord;

namespace RunbookDsl.Dns.CloudFlareClient;

/// <summary>A record with its type as it was told: the library's own list of types ends where it was
/// written.</summary>
internal sealed class TypedRecord : DnsRecord
{
    /// <summary>What stood in the answer: <c>A</c>, <c>HTTPS</c>.</summary>
    public string? TypeName { get; set; }
}
