namespace RunbookDsl.Engine;

/// <summary>How one attempt ended.</summary>
/// <param name="How">One of <see cref="Outcomes"/>: ok, failed, unknown.</param>
/// <param name="Value">The result, when ok.</param>
/// <param name="Error">What went wrong, masked, when not.</param>
internal sealed record AttemptResult(string How, object? Value, string Error)
{
    /// <summary>
    /// Whether it was cancelled and did not stop: it may still be at work, so no probe can be believed.
    /// </summary>
    public bool IsLeftBehind { get; init; }

    /// <summary>Whether the operation itself says that it failed, so that its key is used up.</summary>
    public bool IsProven { get; init; }
}
