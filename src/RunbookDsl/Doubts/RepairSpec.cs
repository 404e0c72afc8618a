namespace RunbookDsl;

/// <summary>An author's own way to clear what an unfinished attempt left.</summary>
/// <param name="Text">How, in words.</param>
/// <param name="Run">Clears it; called behind a durable intent, and again when it is interrupted.</param>
public sealed record RepairSpec(string Text, Func<StepContext, Task> Run)
{
    /// <summary>The source text without lay-out and comments.</summary>
    internal string? Code { get; init; }
}
