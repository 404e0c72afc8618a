namespace RunbookDsl.Testing;

/// <summary>One call at a system of the world, as it went.</summary>
/// <param name="Sequence">Counted from 1 over all systems of one rehearsal.</param>
/// <param name="At">When, in virtual time.</param>
/// <param name="Life">The process that worked on the run: 1, and one more after each crash.</param>
/// <param name="Call">What was asked, with the step that asked when it is known.</param>
public sealed record WorldEvent(int Sequence, DateTimeOffset At, int Life, WorldCall Call)
{
    /// <summary>What was there before the effect; null when nothing was applied.</summary>
    public string? Before { get; init; }

    /// <summary>What is there after it; null when nothing was applied.</summary>
    public string? After { get; init; }

    /// <summary>Whether the effect happened, whatever the caller was told.</summary>
    public bool IsApplied { get; init; }

    /// <summary>What the caller was told, in short: <c>200</c>, <c>UPDATE 3</c>, <c>exit 0</c>; null when no
    /// answer left the system.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// Whether no answer came and nobody would ever have given up: the step has no time limit.
    /// </summary>
    public bool IsEndless { get; init; }

    /// <summary>The fault that was put in; null when none was.</summary>
    public FaultAction? Fault { get; init; }
}
