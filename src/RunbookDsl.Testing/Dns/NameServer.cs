using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace RunbookDsl.Testing;

/// <summary>A name server on one port of the loopback address, over UDP and TCP.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const int MostConnections = 64;
    private const int MostWaiting = 32;
    private const int Tries = 50;
    private const int MostFailures = 1000;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly QueryDesk _desk;
    private readonly Action<Exception> _onDefect;
    private Task _running = Task.CompletedTask;
    private int _failures;

    private NameServer(Socket udp, Socket tcp, QueryDesk desk, Action<Exception> onDefect) =>
        (_udp, _tcp, _desk, _onDefect, Port) = (udp, tcp, desk, onDefect, PortOf(udp));

    /// <summary>The same for both protocols.</summary>
    public int Port { get; }

    /// <summary>Takes a free port and serves it.</summary>
    /// <param name="desk">Answers.</param>
    /// <param name="onDefect">Is told of a defect of our own; the server goes on.</param>
    public static NameServer Start(QueryDesk desk, Action<Exception> onDefect)
    {
        var (udp, tcp) = Bind();
        var server = new NameServer(udp, tcp, desk, onDefect);
        // Whoever opens the scene is not who asks.
        using (ExecutionContext.SuppressFlow())
            server._running = Task.WhenAll(Task.Run(server.ServeUdpAsync), Task.Run(server.ServeTcpAsync));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _udp.Dispose();
        _tcp.Dispose();
        await _running.ConfigureAwait(false);
        Task[] open;
        lock (_gate)
            open = [.. _connections];
        await Task.WhenAll(open).ConfigureAwait(false);
        _ending.Dispose();
    }

    private static (Socket Udp, Socket Tcp) Bind()
    {
        for (var attempt = 1; ; attempt++)
        {
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                udp.Bind(new IPEndPoint(IPAddress.Loopback, PortOf(tcp)));
                tcp.Listen(MostConnections);
                return (udp, tcp);
            }
            catch (SocketException e)
            {
                tcp.Dispose();
                udp.Dispose();
                // Somebody has the port for one of the two protocols only.
                if (e.SocketErrorCode != SocketError.AddressAlreadyInUse || attempt == Tries)
                    throw new WorldException($"no port for a name server: {e.Message}", e);
            }
        }
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private async Task ServeUdpAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(ushort.MaxValue);
        var from = new IPEndPoint(IPAddress.Any, 0);
        while (GoesOn)
            try
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, from, _ending.Token)
                    .ConfigureAwait(false);
                _failures = 0;
                var client = (IPEndPoint)received.RemoteEndPoint;
                var origin = new QueryOrigin(false, client.Port, _ending.Token);
                var answer = await _desk
                    .TakeAsync(buffer.AsMemory(0, received.ReceivedBytes), origin)
                    .ConfigureAwait(false);
                for (var i = 0; answer is { CutAfter: null } && i < answer.Times; i++)
                    await _udp.SendToAsync(answer.Message, SocketFlags.None, client, _ending.Token)
                        .ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Note(e);
            }
    }

    private async Task ServeTcpAsync()
    {
        while (GoesOn)
            try
            {
                var client = await _tcp.AcceptAsync(_ending.Token).ConfigureAwait(false);
                _failures = 0;
                lock (_gate)
                {
                    _connections.RemoveWhere(c => c.IsCompleted);
                    if (_connections.Count < MostConnections)
                        _connections.Add(ConverseAsync(client));
                    else
                        client.Dispose();
                }
            }
            catch (Exception e)
            {
                Note(e);
            }
    }

    // Queries are read ahead: a client may send several before it reads, and one that hangs up is noticed.
    private async Task ConverseAsync(Socket client)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        using var stream = new NetworkStream(client, ownsSocket: true);
        var waiting = Channel.CreateBounded<byte[]>(MostWaiting);
        var reading = ReadAsync(stream, waiting.Writer, gone);
        try
        {
            var origin = new QueryOrigin(true, 0, gone.Token);
            await foreach (var message in waiting.Reader.ReadAllAsync(_ending.Token).ConfigureAwait(false))
            {
                var answer = await _desk.TakeAsync(message, origin).ConfigureAwait(false);
                for (var i = 0; i < answer?.Times; i++)
                    await SendAsync(stream, answer).ConfigureAwait(false);
                if (answer is not { CutAfter: null })
                    break;
            }
        }
        catch (Exception e)
        {
            Note(e);
        }
        await gone.CancelAsync().ConfigureAwait(false);
        client.Dispose();
        await reading.ConfigureAwait(false);
    }

    private async Task SendAsync(NetworkStream stream, Delivery answer)
    {
        var bytes = new byte[answer.Message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)answer.Message.Length);
        answer.Message.CopyTo(bytes, 2);
        var count = Math.Min(answer.CutAfter ?? bytes.Length, bytes.Length);
        await stream.WriteAsync(bytes.AsMemory(0, count), _ending.Token).ConfigureAwait(false);
    }

    private async Task ReadAsync(
        NetworkStream stream,
        ChannelWriter<byte[]> waiting,
        CancellationTokenSource gone
    )
    {
        try
        {
            var length = new byte[2];
            while (true)
            {
                await stream.ReadExactlyAsync(length, gone.Token).ConfigureAwait(false);
                var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(message, gone.Token).ConfigureAwait(false);
                await waiting.WriteAsync(message, gone.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Note(e);
        }
        waiting.TryComplete();
        await gone.CancelAsync().ConfigureAwait(false);
    }

    // A socket that only fails, for want of descriptors, is not asked for ever.
    private bool GoesOn => !_ending.IsCancellationRequested && _failures < MostFailures;

    // Clients that come and go, and our own end, are no defects.
    private void Note(Exception e)
    {
        var isUsual = e is SocketException or IOException or OperationCanceledException;
        if ((!isUsual && e is not ObjectDisposedException) || ++_failures == MostFailures)
            _onDefect(e);
    }
}
