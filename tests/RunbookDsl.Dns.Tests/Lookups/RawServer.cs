using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Dns.Tests;

/// <summary>A name server on one port, UDP and TCP, that answers raw bytes.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener _tcp = new(IPAddress.Loopback, 0);
    private readonly Func<byte[], byte[]>? _overTcp;
    private readonly Func<byte[], IReadOnlyList<byte[]>> _answers;

    /// <param name="answers">All that is sent for a query, over UDP.</param>
    /// <param name="overTcp">The answer over TCP, on the same port; null does not listen.</param>
    public RawServer(Func<byte[], IReadOnlyList<byte[]>> answers, Func<byte[], byte[]>? overTcp = null)
    {
        (_answers, _overTcp) = (answers, overTcp);
        if (overTcp is not null)
            _tcp.Start();
        _udp.Bind(overTcp is null ? new IPEndPoint(IPAddress.Loopback, 0) : _tcp.LocalEndpoint);
        _ = Task.Run(ServeAsync);
        if (overTcp is not null)
            _ = Task.Run(ServeTcpAsync);
    }

    public IPEndPoint Place => (IPEndPoint)_udp.LocalEndPoint!;

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var got = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
            foreach (var answer in _answers(buffer[..got.ReceivedBytes]))
                await _udp.SendToAsync(answer, got.RemoteEndPoint);
        }
    }

    private async Task ServeTcpAsync()
    {
        while (true)
        {
            using var client = await _tcp.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var size = new byte[2];
            await stream.ReadExactlyAsync(size);
            var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(size)];
            await stream.ReadExactlyAsync(query);
            var answer = _overTcp!(query);
            BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)answer.Length);
            await stream.WriteAsync(size.Concat(answer).ToArray());
        }
    }
}
