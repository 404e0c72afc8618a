using System.Collections.Concurrent;
using System.Net.Sockets;

namespace RunbookDsl.Testing;

/// <summary>One connection: what goes between the client and its sshd, and the commands on it.</summary>
internal sealed class SshConnection(Socket client, SshLogin login, CancellationTokenSource ended)
    : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource<Socket> _server = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly ConcurrentDictionary<string, SshCommand> _commands = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;

    /// <summary>Bytes that the client was sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public SshLogin Login => login;

    public CancellationToken Ended => ended.Token;

    /// <summary>Carries bytes to and fro until one side has ended.</summary>
    public async Task RunAsync(Task exit)
    {
        try
        {
            client.NoDelay = true;
            var first = await Task.WhenAny(_server.Task, exit, Cancelled()).ConfigureAwait(false);
            if (first != _server.Task)
                return;
            using var server = await _server.Task.ConfigureAwait(false);
            var up = PumpAsync(client, server, false);
            var down = PumpAsync(server, client, true);
            await Task.WhenAny(down, Cancelled(), Both(up, down)).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            Close(client);
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>sshd, or one stream of one command, has come back to us.</summary>
    public async Task WelcomeAsync(string kind, Socket socket, CancellationToken cancellation)
    {
        if (kind == "S")
        {
            if (!_server.TrySetResult(socket))
                socket.Dispose();
            return;
        }
        var id = await SshRelay.FieldAsync(socket, cancellation).ConfigureAwait(false);
        if (id is null || ended.IsCancellationRequested)
        {
            socket.Dispose();
            return;
        }
        var command = _commands.GetOrAdd(id, _ => new SshCommand(this));
        await command.WelcomeAsync(kind, socket, cancellation).ConfigureAwait(false);
        if (kind != "C")
            return;
        _running.Add(
            Task.Run(
                async () =>
                {
                    await command.RunAsync().ConfigureAwait(false);
                    _commands.TryRemove(id, out _);
                },
                CancellationToken.None
            )
        );
    }

    /// <summary>Cuts it, as soon as the client was sent what it is to get.</summary>
    public async Task CutAsync(long until)
    {
        using var limit = new CancellationTokenSource(DrainLimit, TimeProvider.System);
        while (Sent < until && !limit.IsCancellationRequested)
        {
            Task moved;
            lock (_gate)
                moved = _moved.Task;
            if (Sent < until)
                await moved.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await ended.CancelAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        Close(client);
        foreach (var command in _commands.Values)
            command.Close();
        if (_server.Task.IsCompletedSuccessfully)
            Close(await _server.Task.ConfigureAwait(false));
    }

    public static void Close(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
        socket.Dispose();
    }

    private Task Cancelled() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token);

    private static Task Both(Task up, Task down) => Task.WhenAll(up, down);

    private async Task PumpAsync(Socket from, Socket to, bool isDown)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, ended.Token).ConfigureAwait(false)) > 0)
            {
                for (var at = 0; at < count; )
                    at += await to.SendAsync(buffer.AsMemory(at, count - at), ended.Token)
                        .ConfigureAwait(false);
                if (!isDown)
                    continue;
                Interlocked.Add(ref _sent, count);
                lock (_gate)
                {
                    _moved.TrySetResult();
                    _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side has gone; the other is told by RunAsync.
        }
    }
}
