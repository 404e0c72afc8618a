using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Postgres.Tests;

/// <summary>Stands between a client and a server and cuts connections around their COMMIT.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private readonly Random _random;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    public CuttingProxy(int server, Random random)
    {
        (_server, _random) = (server, random);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is done to the next COMMIT; back to none once it is done.</summary>
    public Cut Next { get; set; }

    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                client.NoDelay = server.NoDelay = true;
                var back = CopyAsync(server.GetStream(), client.GetStream());
                await ForwardAsync(client, server);
                client.Close();
                server.Close();
                await back;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side has gone.
            }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to, _stop.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has gone.
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[16 * 1024];
        while (await client.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            var cut = buffer.AsSpan(0, count).IndexOf("commit\0"u8) >= 0 ? Take() : Cut.None;
            if (cut == Cut.Before)
                return;
            if (cut is Cut.Late or Cut.ReplySwallowed)
                client.Close();
            if (cut == Cut.Late)
                await Task.Run(() => Spin(_random.Next(4000)));
            var length = cut == Cut.Torn ? _random.Next(1, count) : count;
            await server.GetStream().WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            // What was sent is read by the server also when the connection is closed behind it.
            if (cut != Cut.None)
                return;
        }
    }

    // Some moments, on another thread: no timer is fine enough.
    private static void Spin(int rounds) => Thread.SpinWait(rounds * 100);

    private Cut Take()
    {
        var cut = Next;
        Next = Cut.None;
        Cuts += cut == Cut.None ? 0 : 1;
        return cut;
    }
}
