namespace RunbookDsl;

/// <summary>A person's answer, journaled with who and when.</summary>
/// <param name="Yes">Whether it is a yes; everything else holds the run.</param>
/// <param name="By">Who answered; several persons are separated by a comma.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Evidence">What they saw, wrote or linked; null when none was given.</param>
public sealed record Answer(bool Yes, string By, DateTimeOffset At, string? Evidence = null)
{
    /// <summary>
    /// Whether the operator went on without the approval that was wanted; the reason is the evidence.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault
    )]
    public bool IsBreakGlass { get; init; }
}
