using System.Net;
using System.Net.Sockets;
using RunbookDsl.Http;

namespace RunbookDsl.Testing.Apis;

/// <summary>Leads the HTTP operations of this process to the door.</summary>
internal sealed class DoorConnector(Door door) : IHttpConnector
{
    public async Task<HttpConnection> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        if (door.IsPassed(host, port))
            return new(await ConnectAsync(port, cancellation).ConfigureAwait(false), $"{host}:{port}");
        var step = door.Stage.Clock.StepAtWork;
        var answer = door.Reach(host.ToLowerInvariant(), port, step);
        if (answer.Trouble is { } trouble)
            throw new IOException(trouble);
        var stream = await ConnectAsync(door.Port, cancellation).ConfigureAwait(false);
        door.Announce(
            ((IPEndPoint)stream.Socket.LocalEndPoint!).Port,
            new DoorVisit(answer.Fakes) { Step = step, Address = answer.Address }
        );
        return new(stream, FormattableString.Invariant($"{answer.Address ?? host}:{port}"))
        {
            Trust = DoorAuthority.Current.Trust,
        };
    }

    private static async Task<NetworkStream> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
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
