namespace RunbookDsl.Engine;

/// <summary>
/// Keeps an undo from putting "nothing" back where the captured value was in a line of the journal that is
/// lost.
/// </summary>
internal static class LostBefore
{
    /// <exception cref="RunHeldException">The step's operation captures a value, and nobody has
    /// it.</exception>
    public static async Task RefuseAsync(RunScope scope, string stepId, StepContext context)
    {
        if (!scope.State.Step(stepId).IsBeforeLost || scope.Plan.Find(stepId) is not { } step)
            return;
        var captured = await step
            .Action.CaptureAsync(context.Of(stepId), context.Cancellation)
            .ConfigureAwait(false);
        if (captured is not null)
            throw new RunHeldException(
                RunStatus.Held,
                $"What '{stepId}' changed cannot be put back: its value before the change was in the "
                    + $"unreadable end of the journal. Now it is: {scope.Redactor.Mask(captured.ToString())}. "
                    + $"Put it back by hand, then `runbook resolve {scope.Journal.RunId} {stepId} --undone "
                    + $"--reason \"…\"`."
            );
    }
}
