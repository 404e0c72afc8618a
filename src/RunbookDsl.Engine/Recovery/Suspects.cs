namespace RunbookDsl.Engine;

/// <summary>
/// Which steps the unreadable end of an earlier process makes doubtful. Written down once, by whoever takes
/// the run over, so that a second crash cannot turn the doubt into "never begun".
/// </summary>
internal static class Suspects
{
    /// <summary>Marks a suspect that, if it was begun, has switched something off.</summary>
    public const string Temporary = "temporary";

    public static void Write(BodyWriter writer, RunState state, Plan plan)
    {
        var steps = new List<KeyValuePair<string, string>>();
        var undos = new List<KeyValuePair<string, string>>();
        foreach (var id in state.Torn)
            if (plan.Find(id) is { } step)
                (state.Step(id).Phase == StepPhase.UndoInDoubt ? undos : steps).Add(Named(step));
        if (state.NextIsSuspect && state.IsUndoing)
            undos.AddRange(NextUndo(state, plan));
        else if (state.NextIsSuspect)
            steps.AddRange(plan.Steps.Where(s => MayHaveBegun(s, state)).Select(Named));
        if (state.IsHandleLost || state.NextIsSuspect)
            writer.Strings("lostHandles", Doubts(state, plan));
        if (steps.Count > 0)
            writer.Pairs("suspects", steps);
        if (undos.Count > 0)
            writer.Pairs("undoSuspects", undos);
    }

    private static List<string> Doubts(RunState state, Plan plan)
    {
        var doubts = new List<string>();
        foreach (var step in plan.Steps)
            if (state.Step(step.Id).Phase is StepPhase.InDoubt or StepPhase.UndoInDoubt)
                doubts.Add(step.Id);
        return doubts;
    }

    private static KeyValuePair<string, string> Named(PlannedStep step) =>
        new(step.Id, step.Action.IsTemporary ? Temporary : "");

    private static bool MayHaveBegun(PlannedStep step, RunState state) =>
        step.IsMutating()
        && state.Step(step.Id).Phase is StepPhase.Planned or StepPhase.Failed or StepPhase.Undone
        && step.Needs.All(id => state.Step(id).IsFinished || state.Step(id).Phase == StepPhase.Ok);

    // An undo goes one step at a time, last first.
    private static IEnumerable<KeyValuePair<string, string>> NextUndo(RunState state, Plan plan) =>
        plan
            .Steps.Where(s =>
                s.IsMutating()
                && state.Step(s.Id) is { WasSatisfied: false, IsPutBack: false } step
                && step.Phase is StepPhase.Ok or StepPhase.Verified
            )
            .OrderByDescending(s => state.Step(s.Id).OutcomeSeq)
            .Take(1)
            .Select(Named);
}
