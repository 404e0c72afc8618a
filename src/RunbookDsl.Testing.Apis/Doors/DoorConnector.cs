using System.Net;
using System.Net.Sockets;
using RunbookDsl.Http;

namespace RunbookDsl.Testing.Apis;

/// <summary>Leads the HTTP operations of this process to the door.</summary>
internal sealed class DoorConnector(Door door) : IHttpConnector
{
    public async Task<HttpConnection> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var step = door.Stage.Clock.StepAtWork;
        var answer = door.Reach(host.ToLowerInvariant(), port, step);
        if (answer.Trouble is { } trouble)
            throw new IOException(trouble);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, door.Port, cancellation).ConfigureAwait(false);
            door.Announce(
                ((IPEndPoint)socket.LocalEndPoint!).Port,
                new DoorVisit(answer.Fakes) { Step = step, Address = answer.Address }
            );
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
        return new(
            new NetworkStream(socket, ownsSocket: true),
            FormattableString.Invariant($"{answer.Address ?? host}:{port}")
        )
        {
            Trust = DoorAuthority.Current.Trust,
        };
    }
}
