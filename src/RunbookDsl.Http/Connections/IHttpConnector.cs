namespace RunbookDsl.Http;

/// <summary>
/// How a connection to a host is made. The one door of HTTP operations to the network; a rehearsal gives a
/// connector that leads to
/// its own servers. The name stays what the URL says: Host header, TLS server name and certificate are
/// checked against it.
/// </summary>
public interface IHttpConnector
{
    /// <summary>Connects to <paramref name="host"/> (a name or an address) over TCP.</summary>
    /// <exception cref="IOException">It cannot be reached.</exception>
    Task<HttpConnection> ConnectAsync(string host, int port, CancellationToken cancellation);
}
