using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A record of an answer.</summary>
/// <param name="Name">Its owner, lower case.</param>
/// <param name="Type">Number of the type.</param>
/// <param name="Ttl">Seconds.</param>
/// <param name="Content">As in a zone file.</param>
internal sealed record DnsRecord(string Name, ushort Type, int Ttl, string Content)
{
    /// <summary>The data, in pieces of which some are names.</summary>
    /// <exception cref="FormatException">The content is none of this type: says why.</exception>
    public ImmutableArray<DnsPiece> Data => DnsContent.Parse(Type, Content);
}
