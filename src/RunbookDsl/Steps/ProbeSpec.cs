namespace RunbookDsl;

/// <summary>An author's own probe.</summary>
/// <param name="Text">What it looks at, in words.</param>
/// <param name="Run">Looks; read-only.</param>
public sealed record ProbeSpec(string Text, Func<StepContext, CancellationToken, Task<Probe>> Run)
{
    /// <summary>Secrets it needs; found before the run is begun.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    internal IReadOnlyList<Output> Reads { get; init; } = [];

    /// <summary>The source text without lay-out and comments, when it is code.</summary>
    internal string? Code { get; init; }
}
