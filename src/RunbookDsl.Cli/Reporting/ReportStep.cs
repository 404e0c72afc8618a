using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>One step of a report.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Expected">How long it was expected to take; null when nobody said.</param>
internal sealed record ReportStep(StepState State, TimeSpan? Expected)
{
    /// <summary>How long it took, all attempts and the pauses between them; null while it has no
    /// end.</summary>
    public TimeSpan? Took =>
        State is { FirstStartedAt: { } from, EndedAt: { } to } && to >= from ? to - from : null;

    /// <summary>How much longer than expected; negative is shorter, null when nobody knows.</summary>
    public TimeSpan? Over => Took - Expected;
}
