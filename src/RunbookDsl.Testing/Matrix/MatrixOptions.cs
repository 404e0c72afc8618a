namespace RunbookDsl.Testing;

/// <summary>What a matrix tries. Default: everything.</summary>
public sealed record MatrixOptions
{
    /// <summary>Errors, cut connections and missing answers, before and after the effect.</summary>
    public bool Faults { get; init; } = true;

    /// <summary>The process ends at four moments of each step, and is gone on with.</summary>
    public bool Crashes { get; init; } = true;

    /// <summary>Everything is taken back after each step, also with the process ending meanwhile.</summary>
    public bool Undos { get; init; } = true;

    /// <summary>The operator says no to each question.</summary>
    public bool Refusals { get; init; } = true;

    /// <summary>The runbook is run a second time.</summary>
    public bool Again { get; init; } = true;

    /// <summary>How many rehearsals go on at once. Default eight a processor: most of a rehearsal's time is
    /// waiting, for a server, a program, or to be sure that nothing moves any more.</summary>
    public int AtOnce { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Most calls of one step that are struck by faults: the first and the last changes. Default
    /// 2.</summary>
    public int CallsPerStep { get; init; } = 2;
}
