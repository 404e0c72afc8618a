namespace RunbookDsl;

/// <summary>
/// A guard or a verification: what is asserted, and for how long it may take to become true.
/// </summary>
/// <param name="Text">The assertion in words.</param>
/// <param name="Test">Looks once; read-only. Gets the step's result, null for a guard.</param>
public sealed record Assertion(string Text, Func<StepContext, object?, CancellationToken, Task<Verdict>> Test)
{
    /// <summary>How long it is looked at again until it holds. Default: one look.</summary>
    public TimeSpan Within { get; init; }

    /// <summary>
    /// Time between two looks. Default: 1 s at first, then an eighth of what has gone by, at most 15 s.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Results of earlier steps it needs.</summary>
    public IReadOnlyList<Output> Reads { get; init; } = [];

    /// <summary>Secrets it needs.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    /// <summary>
    /// Whether it tests the step's result, which then cannot be done without. Default false.
    /// </summary>
    public bool UsesResult { get; init; }

    /// <summary>The source text, when it is code.</summary>
    internal string? Code { get; init; }

    /// <summary>An operation's assertion on the world.</summary>
    internal static Assertion Of(Check check) =>
        new(
            check.Description,
            async (context, _, cancellation) =>
                await check.RunAsync(context, cancellation).ConfigureAwait(false)
        )
        {
            Reads = check.Reads,
            Secrets = check.Secrets,
        };
}
