namespace RunbookDsl.Engine;

/// <summary>How one attempt ended.</summary>
/// <param name="How">One of <see cref="Outcomes"/>: ok, failed, unknown.</param>
/// <param name="Value">The result, when ok.</param>
/// <param name="Error">What went wrong, masked, when not.</param>
/// <param name="IsRetryable">Whether the operation itself says that trying again can help.</param>
internal sealed record AttemptResult(string How, object? Value, string Error, bool IsRetryable = false);
