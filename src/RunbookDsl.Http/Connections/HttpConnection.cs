using System.Security.Cryptography.X509Certificates;

namespace RunbookDsl.Http;

/// <summary>A connection that was made.</summary>
/// <param name="Stream">Both directions, before TLS.</param>
/// <param name="Address">Where it leads, address and port, for the evidence.</param>
public sealed record HttpConnection(Stream Stream, string Address)
{
    /// <summary>
    /// The one authority that the server's certificate has to come from, in place of those this machine
    /// trusts; its name and dates are checked all the same. Null, the default, asks this machine.
    /// </summary>
    public X509Certificate2? Trust { get; init; }
}
