namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook restore-list</c>: what a run switched off and has not put back, in the order to put it back.
/// </summary>
internal static class RestoreListCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var run = RunView.FindOpen(session, invocation);
        var off = run.State.StillOff();
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.State.RunId);
                    RunJson.StillOff(w, run.State);
                    w.WriteEndObject();
                }
            );
        else if (off.Count == 0)
            session.Out.Line($"Run {run.State.RunId} left nothing switched off.");
        else
            foreach (var step in off)
                session.Out.Line($"Still switched off: {RunSummary.OffText(step, run.State)}");
        return Task.FromResult(ExitCodes.Done);
    }
}
