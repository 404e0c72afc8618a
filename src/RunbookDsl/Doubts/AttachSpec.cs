namespace RunbookDsl;

/// <summary>An author's own way to take up an interrupted attempt by its handle.</summary>
/// <param name="Text">How, in words.</param>
/// <param name="Run">Waits for the end of what was begun and gives its result; starts nothing.</param>
public sealed record AttachSpec(string Text, Func<StepContext, string, CancellationToken, Task<object?>> Run)
{
    /// <summary>The source text without lay-out and comments.</summary>
    internal string? Code { get; init; }
}
