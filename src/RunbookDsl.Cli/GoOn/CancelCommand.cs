using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook cancel</c>: what Ctrl+C is in the run's own terminal, from another one. A message: the process
/// that works on the run takes it up within a second.
/// </summary>
internal static class CancelCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var run = RunView.FindOpen(session, invocation);
        if (run.History.Owner is not { } owner)
            throw new EngineException(
                $"nobody works on run {run.State.RunId}: it is {run.Status}, and there is nothing to stop."
            );
        var request = new CancelRequest(
            run.History.Epoch,
            session.Settings.Operator,
            invocation.Has("--now")
        );
        var isNew = new SignalBox(run.History.Location).Post(request.Id, request.Content().Span);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.State.RunId);
                    w.WriteBoolean("now", request.IsNow);
                    w.WriteString("by", request.By);
                    w.WriteBoolean("new", isNew);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Line(
                !isNew ? $"Run {run.State.RunId} was asked for that before; {owner} works on it."
                : request.IsNow
                    ? $"Run {run.State.RunId} cancels its steps at work, then stops; {owner} works on it."
                : $"Run {run.State.RunId} stops after its steps at work; {owner} works on it."
            );
        return Task.FromResult(ExitCodes.Done);
    }
}
