using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace RunbookDsl.Testing.Apis;

/// <summary>The web server behind a door. No other type than those of this folder knows ASP.NET.</summary>
internal sealed class DoorServer : IAsyncDisposable
{
    private const long MostBodyBytes = 10 << 20;
    private readonly DoorTransport _transport = new();
    private readonly SocketConnectionContextFactory _connections;
    private readonly KestrelServer _server;

    private DoorServer(Door door)
    {
        _connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        Bound(options.Limits);
        var entrance = new DoorEntrance(door);
        options.Listen(
            (System.Net.IPEndPoint)_transport.EndPoint,
            listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                ((IConnectionBuilder)listen).Use(next => connection => entrance.PassAsync(connection, next));
            }
        );
        _server = new(Options.Create(options), _transport, NullLoggerFactory.Instance);
    }

    public static async Task<DoorServer> StartAsync(Door door)
    {
        var server = new DoorServer(door);
        await server
            ._server.StartAsync(new DoorApplication(door), CancellationToken.None)
            .ConfigureAwait(false);
        return server;
    }

    /// <summary>Takes over a socket.</summary>
    public async Task WelcomeAsync(Socket socket, DoorVisit visit)
    {
        var connection = _connections.Create(socket);
        connection.Features.Set(visit);
        if (!_transport.Hand(connection))
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody is waited for: what still runs belongs to a rehearsal that is over.
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _server.Dispose();
        _connections.Dispose();
    }

    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = MostBodyBytes;
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.MaxRequestHeaderCount = 200;
        limits.MaxRequestLineSize = 32 << 10;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }
}
