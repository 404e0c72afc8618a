namespace RunbookDsl;

/// <summary>An author's own undo, or the reason why there is none.</summary>
/// <param name="Text">How the step is taken back, or why it cannot be.</param>
/// <param name="Run">Takes it back; null when it cannot be taken back.</param>
public sealed record UndoSpec(string Text, Func<StepContext, object?, CancellationToken, Task>? Run)
{
    /// <summary>Whether the author said that there is no undo.</summary>
    public bool IsRefusal => Run is null;
}
