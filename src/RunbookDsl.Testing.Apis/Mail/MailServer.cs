using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Apis;

/// <summary>The port that mail clients connect to.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="run">Talks to one client until one of both has enough.</param>
    public MailServer(Func<MailLines, CancellationToken, Task> run)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        // The step in whose flow the server is started is not the one that all clients belong to.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _accepting = Task.Run(() => AcceptAsync(run));
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<MailLines, CancellationToken, Task> run)
    {
        var open = new List<Task>();
        while (!_stop.IsCancellationRequested)
            try
            {
                open.RemoveAll(t => t.IsCompleted);
                open.Add(
                    TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false), run)
                );
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Ended, or who came has gone before being let in.
            }
        await Task.WhenAll(open).ConfigureAwait(false);
    }

    private async Task TalkAsync(TcpClient client, Func<MailLines, CancellationToken, Task> run)
    {
        using var closing = client;
        try
        {
            await run(new MailLines(client.GetStream()), _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or the rehearsal is over.
        }
    }
}
