using System.Text;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// The last block of a run: what happened, where the journal is, what is still off, what to do next.
/// </summary>
internal static class RunSummary
{
    public static string Text(RunResult result, string location, TimeSpan took, string suffix)
    {
        var text = new StringBuilder();
        text.Append("\nRun ").Append(result.RunId).Append(' ').Append(Verdict(result, took)).Append('\n');
        if (result.Message.Length > 0 && result.Status is not (RunStatus.Done or RunStatus.RolledBack))
            text.Append(result.Message).Append('\n');
        AppendOff(text, result.State);
        text.Append("Journal: ").Append(location).Append('\n');
        foreach (var next in Next(result, suffix))
            text.Append("Next:    ").Append(next).Append('\n');
        return text.ToString();
    }

    public static void AppendOff(StringBuilder text, RunState state)
    {
        foreach (var off in state.StillOff())
            text.Append("Still switched off: ").Append(OffText(off, state)).Append('\n');
    }

    /// <summary>With the child run whose step it is, where it is not the run's own.</summary>
    public static string OffText(OffStep off, RunState state) =>
        off.RunId == state.RunId ? OffText(off.Step) : $"{OffText(off.Step)}; by child run {off.RunId}";

    private static string OffText(StepState step)
    {
        var text = new StringBuilder(step.Id);
        if (step.StartedAt is { } since)
            text.Append(" (since ").Append(PlainObserver.Time(since)).Append(')');
        if (step.Before is { } before)
            foreach (var (name, value) in before.Values)
                text.Append("; ").Append(name).Append(" was ").Append(value ?? "absent");
        return text.ToString();
    }

    private static string Verdict(RunResult result, TimeSpan took)
    {
        var at = result.StepId is { } step ? $" at '{step}'" : "";
        return result.Status switch
        {
            RunStatus.Done =>
                $"is done in {Durations.Text(TimeSpan.FromMilliseconds((long)took.TotalMilliseconds))}: "
                    + $"{Counts(result.State)}.",
            RunStatus.RolledBack => "is rolled back: everything was taken back.",
            RunStatus.Paused => "is paused.",
            RunStatus.GuardRefused => $"is held{at}: a guard refused.",
            RunStatus.Aborted => $"is stopped{at} by the operator.",
            RunStatus.InDoubt => $"is held{at}: in doubt.",
            _ => $"is held{at}.",
        };
    }

    private static string Counts(RunState state)
    {
        int done = 0,
            nothing = 0,
            skipped = 0;
        foreach (var step in state.Steps)
        {
            if (step.Phase == StepPhase.Skipped)
                skipped++;
            else if (step.WasSatisfied)
                nothing++;
            else if (step.Phase == StepPhase.Verified)
                done++;
        }
        var text = $"{done} {(done == 1 ? "step" : "steps")} done";
        if (nothing > 0)
            text += $", {nothing} already as wanted";
        return skipped > 0 ? $"{text}, {skipped} skipped" : text;
    }

    // While a way back is open there is no way forward.
    private static string[] BackFirst(RunResult result, string suffix)
    {
        var undo = $"runbook undo {result.RunId}{suffix}";
        var show = $"runbook show {result.RunId}{suffix}";
        return result.Status == RunStatus.InDoubt
            ? [show, $"runbook resolve {result.RunId} STEP --undone | --rerun --reason \"…\"{suffix}", undo]
            : [undo, show];
    }

    public static IReadOnlyList<string> Next(RunResult result, string suffix) =>
        result.Status switch
        {
            RunStatus.Done or RunStatus.RolledBack => [],
            _ when result.State.IsSandbox => ["the sandbox is gone: begin again with runbook exec --sandbox"],
            _ when result.State.IsUndoOpen => BackFirst(result, suffix),
            RunStatus.InDoubt when Innermost(result) is var doubt =>
            [
                $"runbook show {doubt.RunId}{suffix}",
                $"runbook resolve {doubt.RunId} {doubt.StepId ?? "STEP"} "
                    + $"--done | --rerun | --undone | --skip --reason \"…\"{suffix}",
                $"runbook resume {result.RunId}{suffix}",
            ],
            _ =>
            [
                $"runbook resume {result.RunId}{suffix}",
                $"runbook undo {result.RunId}{suffix}",
                $"runbook show {result.RunId}{suffix}",
            ],
        };

    // What a person has to settle is the step of the child that stopped.
    private static RunResult Innermost(RunResult result)
    {
        while (result.Child is { } child)
            result = child;
        return result;
    }
}
