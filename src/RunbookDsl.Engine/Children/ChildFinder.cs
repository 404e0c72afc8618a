using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Finds a step's child run in the store and tells how it stands. Changes nothing.</summary>
internal sealed class ChildFinder(RunScope scope, PlannedStep step)
{
    private const string NeverBegun = "its child run was never begun";

    private StepState State => scope.State.Step(step.Id);

    private IJournalStore Store => scope.Services.Store;

    public FoundChild Find() =>
        State.Child is { } named ? At(named.RunId)
        : State.IsTouched ? Search()
        : None(null);

    /// <summary>The next id of a child of this step that no run has.</summary>
    public string FreeId()
    {
        for (var number = 0; ; number++)
            if (Id(number) is var id && !Exists(id))
                return id;
    }

    // The line that names the child may have rotted at the journal's end: its id can be made again.
    private FoundChild Search()
    {
        for (var number = 0; ; number++)
        {
            var id = Id(number);
            var found = At(id);
            if (found.Look.Standing == ChildStanding.None)
                return None(null);
            if (!found.IsForeign && found.Look.Standing != ChildStanding.RolledBack)
                return found;
        }
    }

    private FoundChild At(string id)
    {
        if (!Exists(id))
            return None(id);
        RunHistory history;
        try
        {
            history = Store.Read(id);
        }
        catch (JournalException e)
        {
            return new(
                new(ChildStanding.Unreadable, id, $"child run {id} cannot be read: {e.Message}"),
                null
            );
        }
        var state = StateFold.Of(history);
        if (state.Parent != new ParentReference(scope.Journal.RunId, step.Id))
            return new(new(ChildStanding.Unreadable, id, $"run {id} is not this step's"), null)
            {
                IsForeign = true,
            };
        return new(Look(history, state), state);
    }

    private static ChildLook Look(RunHistory history, RunState state)
    {
        var run = $"child run {state.RunId}";
        if (state.IsClosed)
            return state.Status == RunStatus.Done
                ? new(ChildStanding.Done, state.RunId, $"{run} is done")
                : new(ChildStanding.RolledBack, state.RunId, $"{run} was taken back");
        return history.Owner is { } owner
            ? new(ChildStanding.AtWork, state.RunId, $"{run} is being run by {owner}")
            : new(ChildStanding.Open, state.RunId, $"{run} was begun and is not at its end");
    }

    private static FoundChild None(string? id) =>
        new(new(ChildStanding.None, id, id is null ? NeverBegun : $"child run {id} was never begun"), null);

    private string Id(int number) => ChildIds.Of(scope.Journal.RunId, step.Id, State.Rounds, number);

    // A store that cannot be listed says no here and refuses the run when it is to be begun.
    private bool Exists(string id)
    {
        try
        {
            return Store.FindRun(id) == id;
        }
        catch (JournalException)
        {
            return false;
        }
    }
}
