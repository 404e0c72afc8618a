using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Apis;

/// <summary>A port of the door. It is bound at once; who comes is handed on.</summary>
internal sealed class DoorListener : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="fakes">Who answers at this port; empty goes by the host that is asked for.</param>
    /// <param name="welcome">Takes over a socket.</param>
    public DoorListener(IReadOnlyList<ApiFake> fakes, Func<Socket, DoorVisit, Task> welcome)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        // The step in whose flow the door is opened is not the one that all visitors belong to.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _accepting = Task.Run(() => AcceptAsync(fakes, welcome));
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync(IReadOnlyList<ApiFake> fakes, Func<Socket, DoorVisit, Task> welcome)
    {
        // When nobody can be let in, nobody waits at the door; disposing it tells why.
        using var closing = _socket;
        while (!_stop.IsCancellationRequested)
            try
            {
                var socket = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                await welcome(socket, new DoorVisit(fakes)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Who came has gone before it was let in.
            }
    }
}
