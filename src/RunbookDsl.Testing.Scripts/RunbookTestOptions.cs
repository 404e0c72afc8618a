namespace RunbookDsl.Testing.Scripts;

/// <summary>How a runbook is tested.</summary>
public sealed record RunbookTestOptions
{
    /// <summary>What is tried. Default: everything.</summary>
    public MatrixOptions Matrix { get; init; } = new();

    /// <summary>True writes nothing, and a snapshot that is missing fails. Default false.</summary>
    public bool IsCi { get; init; }

    /// <summary>Percent of coverage that is wanted, 0 to 100. Default 0.</summary>
    public int MinimumCoverage { get; init; }

    /// <summary>How often the clean run is repeated to find what is not steady. Default 1: not.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The day on which entries of the list of allowed gaps are in force. Default: today.</summary>
    public DateOnly Today { get; init; } = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Called with each scenario that has ended, from several threads. Default: nobody.</summary>
    public Action<RehearsalResult>? OnRow { get; init; }
}
