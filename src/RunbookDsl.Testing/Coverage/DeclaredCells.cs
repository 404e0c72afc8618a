namespace RunbookDsl.Testing;

/// <summary>Everything that can happen, with the look whether it did.</summary>
internal sealed class DeclaredCells(Plan plan, RehearsedCells seen)
{
    // Code of the author's own may throw whatever the world does; a mere wait cannot fail.
    private const string OwnCode = "Run";

    private static readonly (CrashMoment Moment, string Word)[] Moments =
    [
        (CrashMoment.BeforeIntent, "before intent"),
        (CrashMoment.AfterIntent, "after intent"),
        (CrashMoment.AfterEffect, "after effect"),
        (CrashMoment.AfterOutcome, "after outcome"),
    ];

    public IEnumerable<(CoverageCell Cell, Func<bool> IsSeen)> All() =>
        plan.Steps.SelectMany(step =>
            Of(step).Select(c => (new CoverageCell(c.Kind, step.Id, c.What, step.Spec.Where), c.IsSeen))
        );

    private IEnumerable<(CellKind Kind, string What, Func<bool> IsSeen)> Of(PlannedStep step) =>
        Conditions(step).Concat(CanRun(step) ? Running(step) : []);

    private IEnumerable<(CellKind Kind, string What, Func<bool> IsSeen)> Running(PlannedStep step) =>
        [.. Outcomes(step), .. Guards(step), .. Messages(step), .. Resumes(step), .. Undos(step)];

    private IEnumerable<(CellKind, string, Func<bool>)> Outcomes(PlannedStep step)
    {
        var (id, isHuman) = (step.Id, step.Action.Effect == EffectClass.Human);
        yield return (CellKind.Outcome, "ok", () => seen.Ended(id, "ok"));
        if (IsMutating(step) && HasProbe(step) && !step.Action.CanAttach)
            yield return (CellKind.Outcome, "found done", () => seen.FoundDone(id));
        if (!isHuman && (step.Action.Kind == OwnCode || seen.CanFail(id)))
            yield return (CellKind.Outcome, "failed", () => seen.Ended(id, "failed"));
        if (step.Spec.Retry is not null)
            yield return (CellKind.Outcome, "retried", () => seen.Retried(id));
        if (!isHuman && (step.Spec.Timeout is not null || seen.Changes(id)))
            yield return (CellKind.Outcome, "timed out", () => seen.TimedOut(id));
        if (isHuman || step.Spec.Confirmation is not null || seen.Asks(id))
            yield return (CellKind.Outcome, "said no", () => seen.SaidNo(id));
    }

    private IEnumerable<(CellKind, string, Func<bool>)> Conditions(PlannedStep step)
    {
        for (var i = 0; i < step.Spec.Conditions.Count; i++)
        {
            var (number, condition) = (i, step.Spec.Conditions[i]);
            foreach (var value in Arms(condition))
                yield return (
                    CellKind.Condition,
                    $"condition {(value ? "true" : "false")}: {condition.Text}",
                    () => seen.Decided(step.Id, number, value)
                );
        }
        if (step.Spec.Conditions.Any(c => Arms(c).Contains(false)))
            yield return (CellKind.Outcome, "skipped", () => seen.Skipped(step.Id));
    }

    private IEnumerable<(CellKind, string, Func<bool>)> Guards(PlannedStep step)
    {
        foreach (var guard in step.Spec.Guards)
        {
            yield return (CellKind.Guard, $"guard holds: {guard.Text}", () => seen.Began(step.Id));
            yield return (
                CellKind.Guard,
                $"guard refuses: {guard.Text}",
                () => seen.Refused(step.Id, guard.Text)
            );
        }
    }

    private IEnumerable<(CellKind, string, Func<bool>)> Messages(PlannedStep step)
    {
        var human = step.Action.Effect == EffectClass.Human ? step.Action.Description : null;
        foreach (var question in new[] { step.Spec.Confirmation?.Text, human }.OfType<string>())
            yield return (CellKind.Message, $"asks: {question}", () => seen.Asked(step.Id, question));
        if (step.Spec.PointOfNoReturn is { } lost)
            yield return (
                CellKind.Message,
                $"refuses the way back: {lost}",
                () => seen.RefusedReturn(step.Id)
            );
    }

    private IEnumerable<(CellKind, string, Func<bool>)> Resumes(PlannedStep step) =>
        Moments.Select(m =>
            (CellKind.Resume, $"resumed {m.Word}", (Func<bool>)(() => seen.Resumed(step.Id, m.Moment)))
        );

    // Once the last step is done the run is closed, and behind a point of no return nothing is taken back.
    private IEnumerable<(CellKind, string, Func<bool>)> Undos(PlannedStep step)
    {
        var hasUndo = step.Spec.Undo is { } own ? !own.IsRefusal : step.Action.UndoDescription is not null;
        if (
            !hasUndo
            || !IsMutating(step)
            || step.Action is IPutsBack
            || plan.Steps.Take(step.Index + 1).Any(s => s.Spec.PointOfNoReturn is not null)
            || step == plan.Steps[^1]
        )
            yield break;
        yield return (CellKind.Undo, "undo ok", () => seen.Undone(step.Id, isWell: true));
        yield return (CellKind.Undo, "undo failed", () => seen.Undone(step.Id, isWell: false));
    }

    // What was known while planning has one arm only.
    private static bool[] Arms(Condition condition) =>
        condition.Reads.Count == 0 ? [condition.Evaluate(null!)] : [true, false];

    private static bool CanRun(PlannedStep step) =>
        step.Spec.Conditions.All(c => c.Reads.Count > 0 || c.Evaluate(null!));

    private static bool IsMutating(PlannedStep step) =>
        step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human);

    private static bool HasProbe(PlannedStep step) =>
        step.Spec.Probe is not null
        || step.Action.GetType().GetMethod(nameof(Operation.ProbeAsync))?.DeclaringType != typeof(Operation);
}
