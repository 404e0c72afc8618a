namespace RunbookDsl.Http;

/// <summary>A connection that was made.</summary>
/// <param name="Stream">Both directions, before TLS.</param>
/// <param name="Address">Where it leads, address and port, for the evidence.</param>
public sealed record HttpConnection(Stream Stream, string Address);
