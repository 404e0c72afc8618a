namespace RunbookDsl.Testing;

/// <summary>What the server says: answers are matched to their statements, and some never get
/// through.</summary>
internal sealed class BackendPump(ProxyConnection connection, WireBuffer wire)
{
    private const int ReadOfText = 8 * 1024;
    private StatementCall? _held;
    private int _keep;

    public async Task RunAsync()
    {
        while (await wire.NextAsync().ConfigureAwait(false))
        {
            switch (wire.Type)
            {
                case 'C' or 'I':
                    await CompleteAsync().ConfigureAwait(false);
                    break;
                case 's':
                    if (connection.Replies.Take() is { } portal)
                        Suspend(portal);
                    break;
                case 'E':
                    if (await ErrorAsync().ConfigureAwait(false))
                        continue;
                    break;
                case 'Z':
                    await ReadyAsync().ConfigureAwait(false);
                    continue;
                case 'G':
                    connection.Replies.BeginCopyIn();
                    await wire.PassAsync().ConfigureAwait(false);
                    continue;
                case 'S' or 'K':
                    await NoteAsync().ConfigureAwait(false);
                    break;
                case 'W':
                    await wire.PassAsync().ConfigureAwait(false);
                    await wire.PassRestAsync().ConfigureAwait(false);
                    return;
            }
            Hold(connection.Replies.Head?.Call);
            if (_held is null || wire.Type is 'S' or 'A' or 'N')
            {
                await wire.PassAsync().ConfigureAwait(false);
                if (_held is null && wire.Type is 'd' or 'D')
                    wire.PassData();
            }
            else
                _keep -= await wire.SkipAsync(_keep).ConfigureAwait(false);
        }
    }

    // From its first answer on, nothing of a statement whose answer is to be lost gets through.
    private void Hold(StatementCall? call)
    {
        if (_held is null && call?.AfterEffect is { } fault)
            (_held, _keep) = (call, fault.Kind == FaultKind.Drop ? fault.Bytes : 0);
    }

    private async ValueTask NoteAsync()
    {
        var body = await wire.BodyAsync(ReadOfText).ConfigureAwait(false);
        if (wire.Type == 'K')
        {
            connection.Know(body.Span);
            return;
        }
        var (name, next) = WireMessages.Text(body.Span, 0);
        if (name == "application_name")
            connection.Name(WireMessages.Text(body.Span, next).Text);
    }

    private async ValueTask CompleteAsync()
    {
        var body = await wire.BodyAsync(ReadOfText).ConfigureAwait(false);
        var tag = wire.Type == 'I' ? "EMPTY" : WireMessages.Text(body.Span, 0).Text;
        connection.Replies.IsCopyIn = false;
        var reply = connection.Replies.Head;
        if (reply is null)
            return;
        if (reply.Call is { } call)
        {
            call.Complete(tag);
            connection.Transaction.Done(call, tag);
        }
        if (reply.Kind != ReplyKind.Execute)
            return;
        Hold(reply.Call);
        connection.Replies.Take();
        if (_held is null)
            reply.Call?.Answer();
        else
            reply.Call?.End();
    }

    private void Suspend(Reply portal)
    {
        connection.Replies.Suspend(portal.Portal);
        Hold(portal.Call);
        portal.Call?.Complete("some rows");
        if (_held is null)
            portal.Call?.Answer();
    }

    /// <summary>Whether the error was dealt with here; else it is passed on.</summary>
    private async ValueTask<bool> ErrorAsync()
    {
        var body = await wire.BodyAsync(ReadOfText).ConfigureAwait(false);
        var state = WireMessages.Field(body.Span, 'C');
        var text = WireMessages.Field(body.Span, 'M');
        connection.Replies.IsCopyIn = false;
        connection.Transaction.Failed();
        var isOurs = text.Contains(InjectedError.Marker, StringComparison.Ordinal);
        InjectedError? injected = null;
        // In a group of the extended protocol everything up to "sync" is passed over by the server.
        while (connection.Replies.Head is { Kind: ReplyKind.Execute } skipped)
        {
            connection.Replies.Take();
            injected ??= isOurs ? skipped.Injected : null;
            skipped.Call?.Answer(skipped.Injected?.State ?? state);
        }
        if (connection.Replies.Head is { Kind: ReplyKind.Query } query)
        {
            injected ??= isOurs ? query.Injected : null;
            query.Call?.Complete(injected?.State ?? state);
        }
        if (injected is null)
            return false;
        await wire.SkipAsync().ConfigureAwait(false);
        await wire.WriteAsync(WireMessages.Error(injected.State, injected.Text)).ConfigureAwait(false);
        return true;
    }

    private async ValueTask ReadyAsync()
    {
        connection.Open();
        var state = (char)(await wire.BodyAsync(1).ConfigureAwait(false)).Span[0];
        connection.Transaction.Ready(state);
        StatementCall? call = null;
        while (connection.Replies.Take() is { } reply)
        {
            if (reply.EndsInReady)
            {
                call = reply.Call;
                break;
            }
            reply.Call?.Answer("not carried out");
        }
        Hold(call);
        if (_held is { } held)
        {
            held.End();
            await LoseAsync(held, state).ConfigureAwait(false);
            return;
        }
        call?.Answer();
        await wire.PassAsync().ConfigureAwait(false);
    }

    private async ValueTask LoseAsync(StatementCall call, char state)
    {
        var fault = call.AfterEffect!;
        _held = null;
        switch (fault.Kind)
        {
            case FaultKind.Error or FaultKind.RateLimited:
                var error = ServerError.Of(fault, call);
                await wire.SkipAsync().ConfigureAwait(false);
                call.Answer(error.State);
                await wire.WriteAsync(WireMessages.Error(error.State, error.Text)).ConfigureAwait(false);
                await wire.WriteAsync(WireMessages.Ready(state)).ConfigureAwait(false);
                return;
            case FaultKind.Kill:
                await wire.SkipAsync().ConfigureAwait(false);
                await connection.Target.TerminateAsync(connection.Process).ConfigureAwait(false);
                return;
            case FaultKind.Hang:
                await connection.HangAsync(call.Ticket!, null).ConfigureAwait(false);
                break;
        }
        await wire.SkipAsync(_keep).ConfigureAwait(false);
        connection.Drop();
        throw new OperationCanceledException();
    }
}
