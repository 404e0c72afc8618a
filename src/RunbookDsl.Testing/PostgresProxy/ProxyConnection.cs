using System.Buffers.Binary;
using System.Net.Sockets;

namespace RunbookDsl.Testing;

/// <summary>One client's connection and the one behind it, from the first packet to the end of
/// either.</summary>
internal sealed class ProxyConnection(FaultProxy proxy, Socket client, CancellationToken closing)
{
    private readonly CancellationTokenSource _closed = CancellationTokenSource.CreateLinkedTokenSource(
        closing
    );
    private readonly Lock _gate = new();
    private CancellationTokenSource? _hang;
    private IDisposable? _opening;
    private bool _isCancelled;
    private bool _hasLeft;
    private string? _key;

    public ProxyTarget Target => proxy.Target;

    /// <summary>The statements that wait for their answer.</summary>
    public ReplyQueue Replies { get; } = new();

    /// <summary>What the open transaction has changed.</summary>
    public OpenTransaction Transaction { get; } = new();

    /// <summary>Counts what this connection asks.</summary>
    public CallFold Fold { get; } = new();

    /// <summary>The server's process; 0 until it is known.</summary>
    public int Process { get; private set; }

    /// <summary>The step that the session's name tells of; null when it tells none.</summary>
    public string? Step { get; private set; }

    public async Task RunAsync()
    {
        try
        {
            using (client)
            using (_closed)
            {
                var front = new NetworkStream(client);
                await using var closingFront = front.ConfigureAwait(false);
                await ServeAsync(front).ConfigureAwait(false);
            }
        }
        catch (Exception e)
            when (e
                    is IOException
                        or SocketException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or InvalidDataException
            )
        {
            // Either side has gone, or does not speak the protocol: both are closed.
        }
        finally
        {
            Open();
            Replies.Abandon();
            Fold.End();
            if (_key is not null)
                proxy.Forget(_key);
        }
    }

    /// <summary>The server is ready for the first statement: until then somebody is at work.</summary>
    public void Open() => _opening?.Dispose();

    /// <summary>Cuts both sides.</summary>
    public void Drop() => _closed.Cancel();

    /// <summary>Waits as the ticket says; the result tells how it ended.</summary>
    /// <param name="ticket">The call that hangs.</param>
    /// <param name="watch">Completes with true when the client has gone.</param>
    public async Task<HangEnd> HangAsync(CallTicket ticket, Func<CancellationToken, Task<bool>>? watch)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        lock (_gate)
        {
            (_hang, _isCancelled) = (gone, false);
            if (_hasLeft)
                gone.Cancel();
        }
        using var enough = new CancellationTokenSource();
        var watching = watch is null ? Task.CompletedTask : WatchAsync(watch, enough.Token, gone);
        try
        {
            await ticket.HangAsync(gone.Token).ConfigureAwait(false);
            return HangEnd.Endless;
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
                return _isCancelled ? HangEnd.Cancelled : HangEnd.Gone;
        }
        finally
        {
            lock (_gate)
                _hang = null;
            await enough.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    /// <summary>A cancel request has come for it; false when nothing hangs.</summary>
    public bool EndHang()
    {
        lock (_gate)
        {
            if (_hang is null)
                return false;
            _isCancelled = true;
            _hang.Cancel();
            return true;
        }
    }

    /// <summary>The server has told its process and secret.</summary>
    public void Know(ReadOnlySpan<byte> body)
    {
        Process = BinaryPrimitives.ReadInt32BigEndian(body);
        _key = StartupPacket.KeyOf(body);
        proxy.Know(_key, this);
    }

    /// <summary>The session has taken this name: <c>rb:run/step</c> tells the step.</summary>
    public void Name(string application)
    {
        // A name that was too long ends in '~' and a digest: it no longer tells the step.
        var slash = application.IndexOf('/', StringComparison.Ordinal);
        var isOurs = application.StartsWith("rb:", StringComparison.Ordinal) && slash > 0;
        var step = isOurs ? application[(slash + 1)..].TrimEnd('?') : "";
        Step = step.Length > 0 && !step.Contains('~', StringComparison.Ordinal) ? step : null;
    }

    private async Task ServeAsync(NetworkStream front)
    {
        var packet = await StartupPacket.ReadAsync(front, _closed.Token).ConfigureAwait(false);
        for (var asked = 0; packet is { AsksForEncryption: true } && asked < 3; asked++)
        {
            await front.WriteAsync("N"u8.ToArray(), _closed.Token).ConfigureAwait(false);
            packet = await StartupPacket.ReadAsync(front, _closed.Token).ConfigureAwait(false);
        }
        if (packet is null || (packet.IsCancellation && proxy.EndHang(packet.Key)))
            return;
        _opening = Target.Stage.Clock.Busy();
        using var server = await proxy.DialAsync(_closed.Token).ConfigureAwait(false);
        var back = new NetworkStream(server);
        await using var closingBack = back.ConfigureAwait(false);
        await back.WriteAsync(packet.Bytes, _closed.Token).ConfigureAwait(false);
        // The server closes when the cancellation has been delivered, and so do we.
        if (packet.IsCancellation)
            await back.CopyToAsync(front, _closed.Token).ConfigureAwait(false);
        else
            await PumpAsync(front, back, packet).ConfigureAwait(false);
    }

    private async Task PumpAsync(NetworkStream front, NetworkStream back, StartupPacket packet)
    {
        var asked = new WireBuffer(front, back, _closed.Token);
        var answered = new WireBuffer(back, front, _closed.Token);
        if (packet.IsReplication)
        {
            await StreamAsync(asked, answered, packet.IsSubscription).ConfigureAwait(false);
            return;
        }
        Replies.Add(new Reply(ReplyKind.Startup));
        var asking = new FrontendPump(this, asked).RunAsync();
        var answering = new BackendPump(this, answered).RunAsync();
        if (await Task.WhenAny(asking, answering).ConfigureAwait(false) == asking)
        {
            // The client has gone: what it sent is carried out all the same, and belongs into the log.
            answered.IsMute = true;
            Leave();
            if (asking.IsCompletedSuccessfully)
                back.Socket.Shutdown(SocketShutdown.Send);
            else
                await _closed.CancelAsync().ConfigureAwait(false);
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await _closed.CancelAsync().ConfigureAwait(false);
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Leave()
    {
        lock (_gate)
        {
            _hasLeft = true;
            _hang?.Cancel();
        }
    }

    private async Task StreamAsync(WireBuffer asked, WireBuffer answered, bool isOfServer)
    {
        Open();
        using var ticket = isOfServer
            ? null
            : Target.Stage.Enter(new WorldCall(Target.System, "replication", false));
        // A stream is open as long as the standby: time goes on.
        ticket?.Dispose();
        var (asking, answering) = (asked.PassRestAsync(), answered.PassRestAsync());
        await Task.WhenAny(asking, answering).ConfigureAwait(false);
        await _closed.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asking, answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ticket?.Answered("ended");
    }

    private static async Task WatchAsync(
        Func<CancellationToken, Task<bool>> watch,
        CancellationToken enough,
        CancellationTokenSource gone
    )
    {
        if (await watch(enough).ConfigureAwait(false))
            await gone.CancelAsync().ConfigureAwait(false);
    }
}
