using System.Text;
using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary><c>runbook show</c>: one run, step by step, as its journal tells it.</summary>
internal static class ShowCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var run = RunView.Find(session, invocation);
        var suffix = session.JournalSuffix(invocation);
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => ShowJson.Whole(w, run, suffix));
        else
            session.Out.Write(Text(run, suffix, Locks(run, session.Store(invocation))));
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Locks(RunView run, IJournalStore store)
    {
        var text = new StringBuilder();
        if (!run.State.IsClosed)
            foreach (var held in store.Locks.Held())
                if (held.Claim.RunId == run.State.RunId)
                    text.Append("  has locked: ")
                        .Append(held.Resource)
                        .Append(" since ")
                        .Append(PlainObserver.Time(held.Since))
                        .Append('\n');
        return text.ToString();
    }

    private static string Text(RunView run, string suffix, string locks)
    {
        var state = run.State;
        var text = new StringBuilder();
        text.Append("Run ")
            .Append(state.RunId)
            .Append(" \"")
            .Append(state.Title)
            .Append("\" is ")
            .Append(run.Status);
        text.Append(state.IsSandbox ? " (sandbox)\n" : "\n");
        text.Append("  script:    ").Append(state.ScriptPath).Append('\n');
        text.Append("  operator:  ").Append(state.Operator).Append('\n');
        text.Append("  began:     ").Append(PlainObserver.Time(state.StartedAt)).Append('\n');
        text.Append("  last line: ").Append(PlainObserver.Time(state.LastAt)).Append('\n');
        if (run.History.Owner is { } owner)
            text.Append("  run by:    ").Append(owner).Append('\n');
        if (state.ForkedFrom is { } earlier)
            text.Append("  repeats:   ").Append(earlier).Append('\n');
        if (run.History.Offer is { } offer)
            text.Append("  offered:   to ")
                .Append(offer.To)
                .Append(" by ")
                .Append(offer.By)
                .Append(" at ")
                .Append(PlainObserver.Time(offer.At))
                .Append('\n');
        if (state.Parent is { } parent)
            text.Append("  child of:  '")
                .Append(parent.StepId)
                .Append("' of run ")
                .Append(parent.RunId)
                .Append('\n');
        foreach (var (name, value) in state.Parameters)
            text.Append("  parameter: ").Append(name).Append(" = ").Append(value).Append('\n');
        foreach (var migration in state.MigrationList)
            text.Append("  migrated:  ").Append(MigrationText.Of(migration)).Append('\n');
        text.Append(locks);
        text.Append("  plan:      ")
            .Append(state.PlanHash.Length > 0 ? state.PlanHash : "never written")
            .Append("\n\n");
        foreach (var step in run.Steps())
            Append(text, step);
        text.Append('\n');
        if (state.Reason is { Length: > 0 } reason)
            text.Append(reason).Append('\n');
        RunSummary.AppendOff(text, state);
        text.Append("Journal: ").Append(run.History.Location).Append('\n');
        foreach (var next in run.Next(suffix))
            text.Append("Next:    ").Append(next).Append('\n');
        return text.ToString();
    }

    private static void Append(StringBuilder text, StepState step)
    {
        text.Append("  ").Append(StatusNames.Of(step).PadRight(14)).Append(step.Id);
        if (step.WasSatisfied)
            text.Append("  nothing to do");
        if (step.StartedAt is { } from && step.EndedAt is { } to && to >= from)
            text.Append("  ").Append(Durations.Text(to - from));
        if (step.Attempts > 1)
            text.Append("  ").Append(step.Attempts).Append(" attempts");
        text.Append('\n');
        if (step.Child is { } child)
            text.Append("                  child run ")
                .Append(child.RunId)
                .Append(ChildStatus(child))
                .Append('\n');
        if (step.Reason is { Length: > 0 } reason)
            text.Append("                  ").Append(EventText.OneLine(reason)).Append('\n');
        foreach (var line in step.Evidence)
            text.Append("                  ").Append(EventText.OneLine(line)).Append('\n');
    }

    private static string ChildStatus(ChildReference child) =>
        child.Status is { } status ? $" ({StatusNames.Of(status)})" : "";
}
