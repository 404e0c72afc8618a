using System.Net.Sockets;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>One connection through the proxy.</summary>
internal sealed class ProxyLine(TcpClient client, TcpClient server)
{
    public TcpClient Client => client;

    public TcpClient Server => server;

    public Break Reply { get; set; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>Work that outlives the client.</summary>
    public Task Kept { get; private set; } = Task.CompletedTask;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _replied;

    private bool _isOver;

    /// <summary>Completes with the next word of the server, or its end.</summary>
    public Task AwaitReply()
    {
        lock (_gate)
        {
            _replied = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _isOver ? Task.CompletedTask : _replied.Task;
        }
    }

    /// <summary>The server says nothing more.</summary>
    public void Over()
    {
        lock (_gate)
            _isOver = true;
        Replied();
    }

    /// <summary>The server has said something, or is gone.</summary>
    public void Replied() => _replied?.TrySetResult();

    public void Keep(Task work)
    {
        IsOpen = false;
        Kept = work;
    }
}
