namespace RunbookDsl.Testing;

/// <summary>The start of authority of a zone, but for its serial.</summary>
/// <param name="Primary">The server where the zone is edited, without the dot at the end.</param>
/// <param name="Mailbox">Who looks after it, as a name: <c>hostmaster.makerepo.com</c>.</param>
public sealed record ZoneSoa(string Primary, string Mailbox)
{
    /// <summary>Seconds that a resolver may keep the SOA itself. Default 1800.</summary>
    public int Ttl { get; init; } = 1800;

    /// <summary>
    /// Seconds that "there is no such name" may be kept, if <see cref="Ttl"/> is not less (RFC 2308). Default
    /// 1800.
    /// </summary>
    public int Minimum { get; init; } = 1800;

    /// <summary>Seconds between two looks of a secondary server. Default 10000.</summary>
    public int Refresh { get; init; } = 10_000;

    /// <summary>Seconds until a secondary server that got no answer asks again. Default 2400.</summary>
    public int Retry { get; init; } = 2400;

    /// <summary>Seconds after which a secondary server gives the zone up. Default 604800, a week.</summary>
    public int Expire { get; init; } = 604_800;
}
