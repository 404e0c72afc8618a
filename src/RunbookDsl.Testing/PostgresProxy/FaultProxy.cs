using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing;

/// <summary>
/// Stands in front of a PostgreSQL server for one rehearsal: every statement is one call on the stage, and
/// the stage's faults strike it.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<ProxyConnection, Task> _open = new();
    private readonly ConcurrentDictionary<string, ProxyConnection> _keys = new();
    private readonly Task _accepting;
    private volatile bool _isUsed;

    /// <summary>Listens at once.</summary>
    public FaultProxy(ProxyTarget target)
    {
        Target = target;
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    public ProxyTarget Target { get; }

    /// <summary>Whether anybody has connected.</summary>
    public bool IsUsed => _isUsed;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_open.Values).ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>Notes by which key a connection is cancelled.</summary>
    internal void Know(string key, ProxyConnection connection) => _keys[key] = connection;

    internal void Forget(string key) => _keys.TryRemove(key, out _);

    /// <summary>Ends the wait of a statement that hangs; false when none does.</summary>
    internal bool EndHang(string key) => _keys.TryGetValue(key, out var connection) && connection.EndHang();

    internal async Task<Socket> DialAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Target.Host, Target.Port, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            client.NoDelay = true;
            _isUsed = true;
            var connection = new ProxyConnection(this, client, _closing.Token);
            var serving = connection.RunAsync();
            _open[connection] = serving;
            _ = serving.ContinueWith(
                _ => _open.TryRemove(connection, out Task? _),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }
    }
}
