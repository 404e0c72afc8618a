namespace RunbookDsl;

/// <summary>An author's own probe.</summary>
/// <param name="Text">What it looks at, in words.</param>
/// <param name="Run">Looks; read-only.</param>
public sealed record ProbeSpec(string Text, Func<StepContext, CancellationToken, Task<Probe>> Run);
