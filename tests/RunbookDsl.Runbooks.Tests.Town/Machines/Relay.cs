using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>Leads an address of the town to a port of 127.0.0.1, over TCP, or UDP as well.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Socket? _udp;
    private readonly int _port;

    public Relay(string address, int port, int to, bool withUdp = false)
    {
        _port = to;
        _listener = new(IPAddress.Parse(address), port);
        _listener.Start();
        _ = AcceptAsync();
        if (!withUdp)
            return;
        _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _udp.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        _ = ReceiveAsync(_udp);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _udp?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = CarryAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port);
            (near.NoDelay, far.NoDelay) = (true, true);
            await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Whoever asked sees that the connection ended.
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            to.Close();
            from.Close();
        }
    }

    private async Task ReceiveAsync(Socket udp)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var came = await udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
            _ = AskAsync(udp, buffer[..came.ReceivedBytes], came.RemoteEndPoint);
        }
    }

    private async Task AskAsync(Socket udp, byte[] question, EndPoint client)
    {
        using var far = new UdpClient();
        far.Connect(IPAddress.Loopback, _port);
        await far.SendAsync(question);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            var answer = await far.ReceiveAsync(limit.Token);
            await udp.SendToAsync(answer.Buffer, client);
        }
        catch (OperationCanceledException)
        {
            // As a packet that was lost.
        }
    }
}
