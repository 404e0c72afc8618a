namespace RunbookDsl.Testing;

/// <summary>What one port of the name server answers.</summary>
internal interface IDnsView
{
    /// <summary>Its name in the log.</summary>
    string Word { get; }

    /// <summary>Whether it is a resolver.</summary>
    bool Recurses { get; }

    /// <summary>Answers a question of class IN that is no request for a transfer.</summary>
    DnsReply Answer(DnsQuestion question);
}
