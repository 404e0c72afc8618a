using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>A TCP proxy before the server that breaks the next statement's connection as told.</summary>
internal sealed class BreakingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _late = [];
    private readonly int _server;
    private readonly List<TcpClient> _open = [];
    private bool _isDown;
    private int _next;
    private int _nextFence;

    public BreakingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long a late statement is kept back.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Cuts every connection and takes no new one, as a server that is gone; or takes them
    /// again.</summary>
    public bool IsDown
    {
        get => Volatile.Read(ref _isDown);
        set
        {
            Volatile.Write(ref _isDown, value);
            lock (_open)
            {
                if (value)
                    _open.ForEach(c => c.Dispose());
                _open.Clear();
            }
        }
    }

    /// <summary>Connections broken so far.</summary>
    public int Broken { get; private set; }

    /// <summary>
    /// The next statement that puts lines in is broken like this, on whatever connection it comes.
    /// </summary>
    public void BreakNext(Break how) => Volatile.Write(ref _next, (int)how);

    /// <summary>The same for the next statement that settles.</summary>
    public void BreakNextFence(Break how) => Volatile.Write(ref _nextFence, (int)how);

    /// <summary>Until all late statements have arrived.</summary>
    public Task SettledAsync()
    {
        lock (_late)
            return Task.WhenAll(_late);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        lock (_open)
            _open.Add(client);
        if (IsDown)
            client.Dispose();
        var line = new ProxyLine(client, server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
            var there = RequestsAsync(line);
            var back = RepliesAsync(line);
            await Task.WhenAny(there, back);
            await line.Kept;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or SocketException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            // One of the two is gone.
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task RequestsAsync(ProxyLine line)
    {
        var buffer = new byte[256 * 1024];
        while (await ReadAsync(line.Client, buffer) is var count and > 0)
        {
            var bytes = buffer.AsMemory(0, count);
            var how =
                bytes.Span.IndexOf("insert into rb.journal"u8) >= 0
                    ? (Break)Interlocked.Exchange(ref _next, 0)
                : bytes.Span.IndexOf("update rb.run set epoch"u8) >= 0
                    ? (Break)Interlocked.Exchange(ref _nextFence, 0)
                : Break.Never;
            if (how != Break.Never)
                Broken++;
            switch (how)
            {
                case Break.BeforeRequest:
                    return;
                case Break.InRequest:
                    await line.Server.GetStream().WriteAsync(bytes[..(count / 2)]);
                    return;
                case Break.AfterRequest:
                    await line.Server.GetStream().WriteAsync(bytes);
                    return;
                case Break.LateRequest:
                    line.Keep(LateAsync(line, bytes.ToArray()));
                    lock (_late)
                        _late.Add(line.Kept);
                    line.Client.Dispose();
                    return;
                default:
                    line.Reply = how;
                    await line.Server.GetStream().WriteAsync(bytes);
                    break;
            }
        }
    }

    // Until the server has dealt with it: what it says goes nowhere.
    private async Task LateAsync(ProxyLine line, byte[] bytes)
    {
        using var timer = new PeriodicTimer(Lateness);
        await timer.WaitForNextTickAsync();
        var answered = line.AwaitReply();
        try
        {
            await line.Server.GetStream().WriteAsync(bytes);
            await answered;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The server has ended this process.
        }
    }

    private static async Task RepliesAsync(ProxyLine line)
    {
        var buffer = new byte[64 * 1024];
        while (await ReadAsync(line.Server, buffer) is var count and > 0)
        {
            line.Replied();
            if (line.Reply == Break.BeforeReply)
                return;
            if (!line.IsOpen)
                continue;
            var length = line.Reply == Break.InReply ? count / 2 : count;
            try
            {
                await line.Client.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }
            catch (Exception e)
                when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The client is gone; the server may have more to do.
            }
            if (length < count)
                return;
        }
        line.Over();
    }

    private static async Task<int> ReadAsync(TcpClient from, byte[] buffer)
    {
        try
        {
            return await from.GetStream().ReadAsync(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return 0;
        }
    }
}
