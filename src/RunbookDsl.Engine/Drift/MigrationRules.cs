namespace RunbookDsl.Engine;

/// <summary>The rules of a migration, one for each kind of difference and each way a step can
/// stand.</summary>
internal sealed class MigrationRules(
    RunState state,
    Migration migration,
    MigrationOrder order,
    ResultMigration results
)
{
    public MigrationRow Row(StepChange change, PlannedStep? step)
    {
        var old = change.OldId is null ? null : state.Step(change.OldId);
        var (verdict, text) = change.Kind switch
        {
            ChangeKind.Added => Added(step!),
            ChangeKind.Removed => Removed(old!),
            ChangeKind.Moved => Moved(old!),
            _ => Edited(change, old!, step!),
        };
        return new MigrationRow(change, verdict, text) { What = change.ToString() };
    }

    private (MigrationVerdict, string) Added(PlannedStep step)
    {
        var id = step.Id;
        if (state.Step(id) is { Phase: not StepPhase.Planned })
            return (
                MigrationVerdict.Refused,
                "a step of that id was done in this run and taken out of the script: give the new one another id"
            );
        if (order.RemovedLike(step) is { } removed && !migration.RunInserted.Contains(id))
            return (
                MigrationVerdict.Asked,
                $"it does what '{removed}' has done: say --map {removed}={id}, or give it .FormerlyKnownAs(\"{removed}\"); "
                    + $"if it is to be done once more, --run-inserted {id}"
            );
        if (order.DoneAfter(id) is not { } done)
            return (MigrationVerdict.Allowed, "it is run when its turn comes");
        if (migration.RunInserted.Contains(id))
            return (MigrationVerdict.Allowed, $"it is run now, although '{done}' after it is done already");
        if (migration.SkipInserted.Contains(id))
            return (MigrationVerdict.Allowed, $"it is left out, as '{done}' after it is done already");
        return (
            MigrationVerdict.Asked,
            $"'{done}' after it is done already: say --run-inserted {id} or --skip-inserted {id}"
        );
    }

    private (MigrationVerdict, string) Removed(StepState old)
    {
        if (IsInDoubt(old))
            return Doubt(old);
        if (old.IsOnRestoreList)
            return (
                MigrationVerdict.Kept,
                "it is done already and still switched off: it stays on the restore list, and undo takes it back with "
                    + "the archived script"
            );
        return IsCompleted(old)
            ? (MigrationVerdict.Kept, "it is done already: undo takes it back with the archived script")
            : (MigrationVerdict.Allowed, "it is not run");
    }

    private static (MigrationVerdict, string) Moved(StepState old) =>
        MigrationOrder.IsDone(old)
            ? (MigrationVerdict.Kept, "it is done already and not run again")
            : (MigrationVerdict.Allowed, "it is run when its turn comes");

    private (MigrationVerdict, string) Edited(StepChange change, StepState old, PlannedStep step)
    {
        if (IsInDoubt(old))
            return Doubt(old);
        if (results.Problem(old, step) is { } problem)
            return (MigrationVerdict.Refused, problem);
        if (old.Phase == StepPhase.Skipped)
            return (MigrationVerdict.Kept, "it was left out and stays left out");
        if (!MigrationOrder.IsDone(old))
            return (
                MigrationVerdict.Allowed,
                old.Phase == StepPhase.Failed ? "it failed and is run as it is now" : "it is run as it is now"
            );
        return change.IsEdited
            ? (
                MigrationVerdict.Kept,
                "it is done already: its stored result is kept, the edited code is not run"
            )
            : (MigrationVerdict.Allowed, "it is done already, under its old id");
    }

    private (MigrationVerdict, string) Doubt(StepState old) =>
        (
            MigrationVerdict.Refused,
            $"it is {Words(old)}: settle it with the script as it was first, `runbook resume {state.RunId} --pinned` or "
                + $"`runbook resolve {state.RunId} {old.Id} --pinned …`"
        );

    private static string Words(StepState old) =>
        old.Phase switch
        {
            StepPhase.UndoFailed => "held, as its undo failed",
            StepPhase.UndoInDoubt or StepPhase.Undone => "in doubt whether it is taken back",
            _ => "in doubt",
        };

    private static bool IsInDoubt(StepState old) =>
        old.Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt or StepPhase.UndoFailed
        || old.IsUndoUnverified;

    private static bool IsCompleted(StepState old) =>
        old.Phase is StepPhase.Ok or StepPhase.Verified || old.IsTouched;
}
