using System.Net.Sockets;

namespace RunbookDsl.Http;

/// <summary>Connects over the real network, with the resolver of this machine.</summary>
public sealed class NetworkConnector : IHttpConnector
{
    /// <inheritdoc/>
    public async Task<HttpConnection> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
            var address = socket
                .RemoteEndPoint!.ToString()!
                .Replace("[::ffff:", "", StringComparison.Ordinal);
            if (address.Contains('.', StringComparison.Ordinal))
                address = address.Replace("]", "", StringComparison.Ordinal);
            return new(new NetworkStream(socket, ownsSocket: true), address);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
