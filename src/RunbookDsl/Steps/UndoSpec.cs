namespace RunbookDsl;

/// <summary>An author's own undo, or the reason why there is none.</summary>
/// <param name="Text">How the step is taken back, or why it cannot be.</param>
/// <param name="Run">Takes it back; null when it cannot be taken back.</param>
public sealed record UndoSpec(string Text, Func<StepContext, object?, CancellationToken, Task>? Run)
{
    /// <summary>Looks whether it is taken back (done) or not; null when nobody can tell.</summary>
    public Func<StepContext, CancellationToken, Task<Probe>>? Probe { get; init; }

    /// <summary>
    /// Waits for the end of an interrupted undo, by the handle it gave; null when that is not possible.
    /// </summary>
    public Func<StepContext, string, CancellationToken, Task>? Attach { get; init; }

    /// <summary>Secrets it needs; found before the run is begun.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    internal IReadOnlyList<Output> Reads { get; init; } = [];

    /// <summary>The source text, when it is code.</summary>
    internal string? Code { get; init; }

    /// <summary>Whether the author said that there is no undo.</summary>
    public bool IsRefusal => Run is null;
}
