using System.Collections.Immutable;

namespace RunbookDsl;

/// <summary>What a name server answered.</summary>
/// <param name="Rcode"><c>NOERROR</c>, <c>NXDOMAIN</c>, <c>SERVFAIL</c>, <c>REFUSED</c> and so on.</param>
/// <param name="Server">Who was asked, as in the question; <c>resolver</c> for the one of this
/// machine.</param>
public sealed record NameAnswer(string Rcode, string Server)
{
    /// <summary>
    /// The records, aliases on the way first; empty when there is no such name, or none of that type.
    /// </summary>
    public ImmutableArray<NameRecord> Records { get; init; } = [];

    /// <summary>Whether a server that answers for the zone said it, and no cache. Default false.</summary>
    public bool IsAuthoritative { get; init; }
}
