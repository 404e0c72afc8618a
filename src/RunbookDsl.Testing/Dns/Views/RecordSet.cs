using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>What the zones say to one name and type.</summary>
/// <param name="Found">Which of the cases.</param>
/// <param name="Records">The records; of a negative case the SOA, of a referral the NS records.</param>
internal sealed record RecordSet(NameFound Found, ImmutableArray<DnsRecord> Records)
{
    public static RecordSet Outside { get; } = new(NameFound.Outside, []);

    /// <summary>Whether it says that something is there.</summary>
    public bool IsPositive => Found is NameFound.Records or NameFound.Alias;

    /// <summary>Seconds that a resolver may keep it.</summary>
    public int Ttl => Records.Length == 0 ? 0 : Records.Min(r => r.Ttl);

    /// <summary>The same with less time left.</summary>
    public RecordSet With(int ttl) => this with { Records = [.. Records.Select(r => r with { Ttl = ttl })] };
}
