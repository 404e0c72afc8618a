using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A unit of a scripted machine that works off a queue.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Tells">The command that prints a line for each running job.</param>
/// <param name="Quiets">The command that lets it take no new ones; null is the signal TSTP alone.</param>
public sealed record WorkersSeed(string Unit, string Tells, string? Quiets)
{
    /// <summary>What it does while it runs and takes jobs.</summary>
    public ImmutableArray<JobSeed> Jobs { get; init; } = [];
}
