namespace RunbookDsl.Cli;

/// <summary>What a person was asked and said.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Step">The step that asked.</param>
/// <param name="Question">The question.</param>
/// <param name="Said">Yes, no, or that the glass was broken.</param>
/// <param name="Who">Who answered.</param>
/// <param name="Evidence">What they wrote; null is nothing.</param>
internal sealed record Decision(
    DateTimeOffset At,
    string Step,
    string Question,
    string Said,
    string Who,
    string? Evidence
);
