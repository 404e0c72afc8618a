using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook approve</c>: another person's yes or no, bound to the plan the run works on. It is a message:
/// the run takes it
/// up by itself if somebody waits there, else when it is resumed.
/// </summary>
internal static class ApproveCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var run = RunView.Find(session, invocation);
        var step = invocation.Argument(1)!;
        Check(run, step);
        var by = session.Settings.Operator;
        var isYes = !invocation.Has("--no");
        var approval = new Approval(step, run.State.PlanHash, isYes, by, session.Clock.GetUtcNow())
        {
            Evidence = invocation.Value("--evidence"),
            IsBreakGlass = IsBreakGlass(invocation),
            Round = run.State.Step(step).QuestionsAnswered,
        };
        var isNew = session.Store(invocation).Post(run.State.RunId, approval.Id, approval.Content());
        var what =
            approval.IsBreakGlass ? "broke the glass at"
            : isYes ? "approved"
            : "refused";
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.State.RunId);
                    w.WriteString("step", step);
                    w.WriteBoolean("yes", isYes);
                    w.WriteString("by", by);
                    w.WriteBoolean("new", isNew);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Line(
                isNew
                    ? $"{by} {what} '{step}' of run {run.State.RunId} (plan {run.State.PlanHash})."
                    : $"{by} {what} '{step}' of run {run.State.RunId} before; that stands."
            );
        return Task.FromResult(ExitCodes.Done);
    }

    private static bool IsBreakGlass(Invocation invocation)
    {
        if (!invocation.Has("--break-glass"))
            return false;
        if (invocation.Has("--no"))
            throw new UsageException("--break-glass goes on and --no does not: give one of them.");
        return !string.IsNullOrWhiteSpace(invocation.Value("--evidence"))
            ? true
            : throw new UsageException("--break-glass wants the reason: add --evidence \"why\".");
    }

    private static void Check(RunView run, string step)
    {
        if (run.State.IsClosed)
            throw new EngineException(
                $"run {run.State.RunId} is {run.Status}: there is nothing left to approve."
            );
        var known = new List<string>();
        foreach (var (id, _) in PlannedSteps.Of(run.History, run.State))
            known.Add(id);
        if (!known.Contains(step))
            throw new EngineException(
                $"run {run.State.RunId} has no step '{step}'{Nearest.Suggest(step, known)}. "
                    + $"`runbook show {run.State.RunId}` lists them."
            );
    }
}
