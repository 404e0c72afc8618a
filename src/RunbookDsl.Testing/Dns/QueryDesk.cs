namespace RunbookDsl.Testing;

/// <summary>Deals with one query after the other: reads it, logs it, and lets a fault or a view
/// answer.</summary>
internal sealed class QueryDesk(string system, Stage stage, IDnsView view, LostQueries lost)
{
    /// <summary>What stands in an answer from the cache that is not true any more.</summary>
    public const string Stale = ", authoritative says ";

    private readonly AuthorityView _authority = new(stage.Zones());

    /// <summary>What to answer; null nothing: over TCP the connection is cut.</summary>
    public async ValueTask<Delivery?> TakeAsync(ReadOnlyMemory<byte> message, QueryOrigin origin)
    {
        if (DnsQuery.Read(message) is not { } query)
            return null;
        using var ticket = Enter(query, origin.IsTcp);
        var fault = ticket.BeforeEffect ?? ticket.AfterEffect;
        if (fault is { Kind: FaultKind.Hang } && origin.IsTcp)
            await HangAsync(ticket, origin.Gone).ConfigureAwait(false);
        if (IsLost(fault))
        {
            lost.Report(origin.Port);
            return null;
        }
        var answer = Write(query, Reply(query, fault), origin.IsTcp, ticket);
        return fault?.Kind switch
        {
            FaultKind.Duplicate => new(answer, 2),
            FaultKind.Drop or FaultKind.Kill => new(answer, 1, fault.Bytes),
            _ => new(answer),
        };
    }

    /// <summary>Answers a question from inside the world; null when a fault took the answer.</summary>
    public DnsReply? Ask(DnsQuestion question)
    {
        var query = DnsQuery.Of(question);
        using var ticket = Enter(query, false);
        var fault = ticket.BeforeEffect ?? ticket.AfterEffect;
        if (IsLost(fault))
            return null;
        var reply = Reply(query, fault);
        Tell(query, reply, ticket, "");
        return reply;
    }

    private CallTicket Enter(DnsQuery query, bool isTcp)
    {
        var subject =
            query.Question?.ToString() ?? (query.Opcode == 0 ? "malformed" : $"opcode {query.Opcode}");
        stage.CheckLeak(subject, $"a question to {system}");
        return stage.Enter(
            new WorldCall(system, "query", false)
            {
                Step = query.Step,
                Subject = query.Question?.Name ?? "",
                Text = $"{subject} ({view.Word}{(isTcp ? ", TCP" : "")})",
            }
        );
    }

    private static bool IsLost(FaultAction? fault) =>
        fault is { Kind: FaultKind.Hang } or { Kind: FaultKind.Drop or FaultKind.Kill, Bytes: 0 };

    private static async Task HangAsync(CallTicket ticket, CancellationToken gone)
    {
        try
        {
            await ticket.HangAsync(gone).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has given up.
        }
    }

    private DnsReply Reply(DnsQuery query, FaultAction? fault)
    {
        if (fault?.Kind is FaultKind.Error or FaultKind.RateLimited)
            return new(Code(fault)) { IsAuthoritative = false };
        if (query.Opcode != 0)
            return new(DnsRcode.NotImplemented) { IsAuthoritative = false };
        if (query.Question is not { } question)
            return new(DnsRcode.FormatError) { IsAuthoritative = false };
        if (query.EdnsVersion > 0)
            return new(DnsRcode.BadVersion) { IsAuthoritative = false };
        if (question.Class != 1 || question.Type is DnsType.Axfr or DnsType.Ixfr)
            return new(DnsRcode.Refused) { IsAuthoritative = false };
        return DnsType.IsMeta(question.Type) && question.Type != DnsType.Any
            ? new(DnsRcode.NotImplemented) { IsAuthoritative = false }
            : view.Answer(question);
    }

    private byte[] Write(DnsQuery query, DnsReply reply, bool isTcp, CallTicket ticket)
    {
        try
        {
            var message = DnsReplyWriter.Write(query, reply, view.Recurses, isTcp);
            Tell(query, reply, ticket, (message[2] & 2) != 0 ? ", truncated" : "");
            return message;
        }
        catch (FormatException e)
        {
            stage.Unknown(system, $"how to serve {query.Question}: {e.Message}", []);
            var failed = new DnsReply(DnsRcode.ServerFailure) { IsAuthoritative = false };
            ticket.Answered(failed.Text);
            return DnsReplyWriter.Write(query, failed, view.Recurses, isTcp);
        }
    }

    private void Tell(DnsQuery query, DnsReply reply, CallTicket ticket, string more)
    {
        ticket.Answered(Told(query, reply) + more);
        if (reply.Foreign is { } foreign)
            stage.Unknown(
                system,
                $"the name {foreign}",
                stage.Zones().Zones.Select(z => $"the name {z.Name}")
            );
    }

    // Whoever believes an old answer is to be found out.
    private string Told(DnsQuery query, DnsReply reply)
    {
        if (!reply.IsCached)
            return reply.Text;
        var now = _authority.Answer(query.Question!);
        // Aliases on the way do not matter: a provider may leave them out.
        var type = query.Question!.Type;
        return now.Values == reply.Values || (Ends(reply, type) is { Length: > 0 } e && e == Ends(now, type))
            ? reply.Text
            : $"{reply.Text}{Stale}{now.Text}";
    }

    private static string Ends(DnsReply reply, ushort type) =>
        string.Join(
            ' ',
            reply.Answers.Where(a => a.Type == type).Select(a => a.Content).Order(StringComparer.Ordinal)
        );

    private int Code(FaultAction fault)
    {
        if (fault.Kind == FaultKind.RateLimited)
            return DnsRcode.Refused;
        if (fault.Code is not { } name)
            return DnsRcode.ServerFailure;
        if (DnsRcode.Number(name) is { } code)
            return code;
        stage.Unknown(system, $"the error {name}", DnsRcode.Names.Select(n => $"the error {n}"));
        return DnsRcode.ServerFailure;
    }
}
