namespace RunbookDsl.Engine;

/// <summary>One thing that happened in a run. Its text is already masked.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Step">The step it is about; null for the run.</param>
/// <param name="Text">Details in an operator's words; may be empty.</param>
public sealed record RunEvent(RunEventKind Kind, PlannedStep? Step, string Text)
{
    /// <summary>When, on the run's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many child runs deep it happened. Default 0: in the run itself.</summary>
    public int Depth { get; init; }

    /// <summary>For progress: done part between 0 and 1, null when it cannot be told.</summary>
    public double? Fraction { get; init; }

    /// <summary>For an ended attempt: how long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
