namespace RunbookDsl.Cli;

/// <summary><c>runbook offer</c>: the owner lets a run go, for another operator to accept.</summary>
internal static class OfferCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Value("--to") is not { Length: > 0 } to)
            throw new UsageException("an offer wants its --to: to whom?", invocation.Command);
        HandedOver.RefuseFiles(session, invocation, "offered");
        var store = session.Store(invocation);
        var runId = RunChoice.Open(store, invocation.Argument(0));
        var owner = SharedJournal.Offer(store, runId, to);
        var isWithdrawn = to == session.Settings.Operator;
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", runId);
                    w.WriteString("offeredTo", isWithdrawn ? null : to);
                    w.WriteString("owner", owner?.ToString());
                    w.WriteEndObject();
                }
            );
        else if (isWithdrawn)
            session.Out.Line($"Run {runId} stays with {to}.");
        else
            session.Out.Line(
                $"Run {runId} is offered to {to}, who takes it with: runbook accept {runId}"
                    + (owner is null ? "" : $"\n{owner} stops at the end of the step at work and lets it go.")
            );
        return Task.FromResult(ExitCodes.Done);
    }
}
