using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>What is answered to a query, before it is written.</summary>
/// <param name="Rcode">One of <see cref="DnsRcode"/>.</param>
internal sealed record DnsReply(int Rcode)
{
    /// <summary>What was asked for, with the aliases on the way.</summary>
    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    /// <summary>The SOA of a negative answer, or the servers of a zone cut off.</summary>
    public ImmutableArray<DnsRecord> Authority { get; init; } = [];

    /// <summary>Addresses of those servers.</summary>
    public ImmutableArray<DnsRecord> Additional { get; init; } = [];

    /// <summary>Whether it is said by the one who knows. Default true.</summary>
    public bool IsAuthoritative { get; init; } = true;

    /// <summary>Whether any of it came out of a cache.</summary>
    public bool IsCached { get; init; }

    /// <summary>Names that nobody in the world knows anything about; null when there is none.</summary>
    public string? Foreign { get; init; }

    /// <summary>
    /// Values that a client would act upon, without times: <c>www.b.org → 192.0.2.10</c>, <c>NXDOMAIN</c>.
    /// </summary>
    public string Values
    {
        get
        {
            if (Rcode != DnsRcode.NoError)
                return DnsRcode.Name(Rcode);
            if (Answers.Length == 0)
                return Authority.Any(r => r.Type == DnsType.Ns) ? "referral" : "NODATA";
            var last = Answers[^1].Type;
            var way = Answers.Where(r => r.Type != last).Select(r => r.Content + " → ");
            return string.Concat(way) + Sorted(Answers.Where(r => r.Type == last));
        }
    }

    /// <summary><c>192.0.2.10 ttl 3540 cached</c>.</summary>
    public string Text
    {
        get
        {
            var counted = Answers.Length > 0 ? Answers : Authority;
            var ttl = counted.Length > 0 ? $" ttl {counted.Min(r => r.Ttl)}" : "";
            return Values + ttl + (IsCached ? " cached" : "");
        }
    }

    private static string Sorted(IEnumerable<DnsRecord> records) =>
        string.Join(", ", records.Select(r => r.Content).Order(StringComparer.Ordinal));
}
