using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>What the client says: statements become calls on the way, and some never get through.</summary>
internal sealed class FrontendPump(ProxyConnection connection, WireBuffer wire)
{
    private const int ReadOfText = 64 * 1024;
    private const int MostNames = 10_000;

    // What the operations do for themselves: the mark of a change, a flush of the log.
    private static readonly string[] Bookkeeping = ["rb.effect_marker", "/* runbook: own */"];
    private readonly Dictionary<string, string> _statements = [];
    private readonly Dictionary<string, string> _portals = [];
    private readonly Dictionary<string, SqlShape> _prepared = [];
    private bool _failsUntilSync;
    private int _injected;

    public async Task RunAsync()
    {
        while (await wire.NextAsync().ConfigureAwait(false))
            switch (wire.Type)
            {
                case 'Q':
                    await CallAsync(await TextAsync().ConfigureAwait(false), null).ConfigureAwait(false);
                    break;
                case 'E' when !_failsUntilSync:
                    var portal = await TextAsync().ConfigureAwait(false);
                    await CallAsync(_portals.GetValueOrDefault(portal, ""), portal).ConfigureAwait(false);
                    break;
                case 'd':
                    await wire.PassAsync().ConfigureAwait(false);
                    wire.PassData();
                    break;
                default:
                    await NoteAsync().ConfigureAwait(false);
                    await wire.PassAsync().ConfigureAwait(false);
                    break;
            }
    }

    private async ValueTask NoteAsync()
    {
        switch (wire.Type)
        {
            case 'P':
                Remember(_statements, await PairAsync().ConfigureAwait(false));
                break;
            case 'B':
                var (name, statement) = await PairAsync().ConfigureAwait(false);
                Remember(_portals, (name, _statements.GetValueOrDefault(statement, "")));
                break;
            case 'S':
                _failsUntilSync = false;
                if (!connection.Replies.IsCopyIn)
                    connection.Replies.Add(new Reply(ReplyKind.Sync));
                break;
            case 'F':
                connection.Replies.Add(new Reply(ReplyKind.Query));
                break;
            case 'c' or 'f':
                connection.Replies.IsCopyIn = false;
                break;
        }
    }

    private async ValueTask CallAsync(string sql, string? portal)
    {
        var kind = portal is null ? ReplyKind.Query : ReplyKind.Execute;
        if (portal is not null && connection.Replies.Continues(portal))
        {
            connection.Replies.Add(new Reply(kind) { Portal = portal });
            await wire.PassAsync().ConfigureAwait(false);
            return;
        }
        var call = Enter(sql);
        if (connection.Target.Refuse(sql) is { } why)
        {
            connection.Target.Stage.Blame(Findings.Outside, why, connection.Step);
            await FailAsync(call, kind, ServerError.Refused(why)).ConfigureAwait(false);
            call.End();
            return;
        }
        if (call.BeforeEffect is { Kind: not FaultKind.Duplicate } fault)
        {
            try
            {
                await StrikeAsync(call, kind, fault).ConfigureAwait(false);
            }
            finally
            {
                // Nobody answers it any more: time must not wait for it.
                call.End();
            }
            return;
        }
        if (call.Statement.IsChange)
            connection.Transaction.Begin();
        call.Send();
        connection.Replies.Add(new Reply(kind, call) { Portal = portal ?? "" });
        await wire.PassAsync().ConfigureAwait(false);
    }

    private async ValueTask StrikeAsync(StatementCall call, ReplyKind kind, FaultAction fault)
    {
        switch (fault)
        {
            case { Kind: FaultKind.Error or FaultKind.RateLimited }:
                await FailAsync(call, kind, ServerError.Of(fault, call)).ConfigureAwait(false);
                return;
            case { Kind: FaultKind.Drop }:
                await wire.FlushAsync().ConfigureAwait(false);
                connection.Drop();
                throw new OperationCanceledException();
            case { Kind: FaultKind.Hang }:
                await HangAsync(call, kind).ConfigureAwait(false);
                return;
            case { Kind: FaultKind.Kill }:
                await wire.SkipAsync().ConfigureAwait(false);
                await connection.Target.TerminateAsync(connection.Process).ConfigureAwait(false);
                return;
        }
    }

    private StatementCall Enter(string sql)
    {
        var stage = connection.Target.Stage;
        var shape = SqlShape.Of(sql, _prepared);
        if (shape.Prepares is { } name && _prepared.Count < MostNames)
            _prepared[name] = shape.Prepared!;
        var isChange = shape.IsChange || (shape.Operation == "commit" && connection.Transaction.HasChanges);
        var ends = shape.Operation is "commit" or "rollback" && !connection.Transaction.HasChanges;
        var call = new WorldCall(
            connection.Target.System,
            ends ? SqlShape.Session : shape.Operation,
            isChange
        )
        {
            Subject = shape.Subject,
            Text = SqlText.Of(stage.Secrets.Mask(sql)),
            Step = connection.Step,
            IsSeenInState = true,
            IsBookkeeping = Array.Exists(Bookkeeping, b => sql.Contains(b, StringComparison.Ordinal)),
        };
        return new StatementCall(shape, connection.Fold.Enter(stage, call), stage.Clock);
    }

    private async ValueTask HangAsync(StatementCall call, ReplyKind kind)
    {
        await wire.SkipAsync().ConfigureAwait(false);
        var end = await connection.HangAsync(call.Ticket!, wire.WatchAsync).ConfigureAwait(false);
        if (end == HangEnd.Cancelled)
        {
            await InjectAsync(call, kind, ServerError.Cancelled).ConfigureAwait(false);
            return;
        }
        connection.Drop();
        throw new OperationCanceledException();
    }

    private async ValueTask FailAsync(StatementCall call, ReplyKind kind, InjectedError error)
    {
        await wire.SkipAsync().ConfigureAwait(false);
        await InjectAsync(call, kind, error).ConfigureAwait(false);
    }

    // The server gets what it cannot parse: it fails in order, and so does its transaction.
    private async ValueTask InjectAsync(StatementCall call, ReplyKind kind, InjectedError error)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"{InjectedError.Marker}_{++_injected}");
        connection.Replies.Add(new Reply(kind, call) { Injected = error });
        _failsUntilSync = kind == ReplyKind.Execute;
        await wire.WriteAsync(kind == ReplyKind.Query ? WireMessages.Query(sql) : WireMessages.Parse(sql))
            .ConfigureAwait(false);
    }

    private static void Remember(Dictionary<string, string> names, (string Name, string Text) pair)
    {
        if (names.Count < MostNames || names.ContainsKey(pair.Name))
            names[pair.Name] = pair.Text;
    }

    private async ValueTask<string> TextAsync() =>
        WireMessages.Text((await wire.BodyAsync(ReadOfText).ConfigureAwait(false)).Span, 0).Text;

    private async ValueTask<(string, string)> PairAsync()
    {
        var body = await wire.BodyAsync(ReadOfText).ConfigureAwait(false);
        var (first, next) = WireMessages.Text(body.Span, 0);
        return (first, WireMessages.Text(body.Span, next).Text);
    }
}
