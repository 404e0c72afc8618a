using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// A run as somebody looks at it: its history, the state folded from it, its steps in the plan's order.
/// </summary>
internal sealed class RunView(RunHistory history)
{
    public RunHistory History => history;

    public RunState State { get; } = StateFold.Of(history);

    /// <summary>The run with what its child runs have left switched off.</summary>
    public static RunView Of(IJournalStore store, RunHistory history)
    {
        var view = new RunView(history);
        ChildStates.Attach(view.State, store);
        return view;
    }

    public string Status => StatusNames.Of(history, State);

    /// <summary>The run that the first argument names; without one the newest.</summary>
    public static RunView Find(Session session, Invocation invocation)
    {
        var store = session.Store(invocation);
        return Of(store, store.Read(RunChoice.Any(store, invocation.Argument(0))));
    }

    /// <summary>The run that the first argument names; without one the newest that is still open.</summary>
    public static RunView FindOpen(Session session, Invocation invocation)
    {
        var store = session.Store(invocation);
        return Of(store, store.Read(RunChoice.Open(store, invocation.Argument(0))));
    }

    /// <summary>Every step, planned ones first and in order, then what else left a trace.</summary>
    public List<StepState> Steps()
    {
        var steps = new List<StepState>();
        var seen = new HashSet<string>();
        foreach (var (id, _) in PlannedSteps.Of(history, State))
            if (seen.Add(id))
                steps.Add(State.Step(id));
        foreach (var step in State.Steps)
            if (seen.Add(step.Id))
                steps.Add(step);
        return steps;
    }

    public IReadOnlyList<string> Next(string suffix) =>
        State.IsClosed || State.IsSandbox || history.Owner is not null ? []
        : State.IsUndoOpen ? [$"runbook undo {history.RunId}{suffix}"]
        : [$"runbook resume {history.RunId}{suffix}", $"runbook undo {history.RunId}{suffix}"];
}
