namespace RunbookDsl.Testing;

/// <summary>One effect as the server that received it saw it.</summary>
/// <param name="StepId">The step that made it.</param>
/// <param name="What">What was done, such as <c>ttl=60</c>.</param>
/// <param name="Key">The idempotency key it came with.</param>
/// <param name="At">When, on the run's clock.</param>
public sealed record Effect(string StepId, string What, string Key, DateTimeOffset At);
