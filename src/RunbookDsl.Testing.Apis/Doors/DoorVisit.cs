namespace RunbookDsl.Testing.Apis;

/// <summary>What is known of a connection before its first request.</summary>
/// <param name="Fakes">Who answers here, whatever host is asked for; empty goes by the host.</param>
internal sealed record DoorVisit(IReadOnlyList<ApiFake> Fakes)
{
    /// <summary>The step that connected; null when it is not known.</summary>
    public string? Step { get; set; }

    /// <summary>The address that was meant to be connected to; null when a name was.</summary>
    public string? Address { get; set; }

    /// <summary>What leads to the network, below TLS; null when there is no TLS.</summary>
    public System.IO.Pipelines.PipeWriter? Raw { get; set; }

    /// <summary>Whether the requests come through TLS.</summary>
    public bool IsSecure { get; set; }
}
