namespace RunbookDsl.Engine;

/// <summary>
/// Which steps the unreadable end of an earlier process makes doubtful. Written down once, by whoever takes
/// the run over, so that a second crash cannot turn the doubt into "never begun".
/// </summary>
internal static class Suspects
{
    /// <summary>Marks a suspect that, if it was begun, has switched something off.</summary>
    public const string Temporary = "temporary";

    public static void Write(BodyWriter writer, RunState state, IReadOnlyList<PlannedStep> plan)
    {
        var steps = new List<KeyValuePair<string, string>>();
        var undos = new List<KeyValuePair<string, string>>();
        foreach (var id in state.Torn)
            if (plan.FirstOrDefault(s => s.Id == id) is { } step)
                (state.Step(id).Phase == StepPhase.UndoInDoubt ? undos : steps).Add(Named(step));
        if ((state.NextIsSuspect || state.AllAreSuspect) && state.IsUndoing)
            undos.AddRange(NextUndo(state, plan, state.AllAreSuspect ? int.MaxValue : 1));
        else if (state.AllAreSuspect)
            steps.AddRange(plan.Where(s => s.IsMutating() && IsNotBegun(s, state)).Select(Named));
        else if (state.NextIsSuspect)
            steps.AddRange(plan.Where(s => MayHaveBegun(s, state)).Select(Named));
        if (state.IsHandleLost || state.NextIsSuspect || state.AllAreSuspect)
            writer.Strings(
                "lostHandles",
                [.. Doubts(state, plan), .. steps.Concat(undos).Select(s => s.Key)]
            );
        if (steps.Count > 0)
            writer.Pairs("suspects", steps);
        if (undos.Count > 0)
            writer.Pairs("undoSuspects", undos);
    }

    private static List<string> Doubts(RunState state, IReadOnlyList<PlannedStep> plan)
    {
        var doubts = new List<string>();
        foreach (var step in plan)
            if (state.Step(step.Id).Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt)
                doubts.Add(step.Id);
        return doubts;
    }

    private static KeyValuePair<string, string> Named(PlannedStep step) =>
        new(step.Id, step.Action.IsTemporary ? Temporary : "");

    private static bool MayHaveBegun(PlannedStep step, RunState state) =>
        step.IsMutating()
        && IsNotBegun(step, state)
        && step.Needs.All(id => state.Step(id).IsFinished || state.Step(id).Phase == StepPhase.Ok);

    private static bool IsNotBegun(PlannedStep step, RunState state) =>
        state.Step(step.Id).Phase is StepPhase.Planned or StepPhase.Failed or StepPhase.Undone;

    // An undo goes one step at a time, last first: while one is open no other can have been begun, and what
    // has no undo never is.
    private static IEnumerable<KeyValuePair<string, string>> NextUndo(
        RunState state,
        IReadOnlyList<PlannedStep> plan,
        int most
    ) =>
        plan.Where(s =>
                s.IsMutating()
                && s.Action is not IPutsBack
                && s.Spec.Undo is not { IsRefusal: true }
                && !state.Steps.Any(open => open.Phase == StepPhase.UndoInDoubt)
                && state.Step(s.Id) is { WasSatisfied: false, IsPutBack: false } step
                && step.Phase is StepPhase.Ok or StepPhase.Verified
            )
            .OrderByDescending(s => state.Step(s.Id).OutcomeSeq)
            .Take(most)
            .Select(Named);
}
