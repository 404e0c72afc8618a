using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A mail that was sent.</summary>
/// <param name="From">Address of the sender, of the envelope.</param>
/// <param name="To">Addresses of the receivers, of the envelope.</param>
/// <param name="Source">Headers and body as they came, without what the protocol adds.</param>
public sealed record MailMessage(string From, ImmutableArray<string> To, string Source)
{
    /// <summary>The subject; empty when there is none.</summary>
    public string Subject => MailHeader.Read(Source, "Subject");

    /// <summary>What stands below the headers, encoded as it came.</summary>
    public string Body
    {
        get
        {
            var end = Source.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            return end < 0 ? "" : Source[(end + 4)..].TrimEnd();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{From} to {string.Join(", ", To)}: {Subject}";
}
