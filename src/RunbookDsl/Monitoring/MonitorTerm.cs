namespace RunbookDsl;

/// <summary>One threshold of a watch: an assertion, or a number with its limit.</summary>
/// <param name="Name">In words.</param>
/// <param name="Code">What it is made of, for the fingerprint.</param>
/// <param name="Look">Looks once.</param>
internal sealed record MonitorTerm(
    string Name,
    string Code,
    Func<StepContext, CancellationToken, Task<MonitorReading>> Look
)
{
    public IReadOnlyList<Output> Reads { get; init; } = [];

    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];
}
