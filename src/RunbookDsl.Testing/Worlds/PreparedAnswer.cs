namespace RunbookDsl.Testing;

/// <summary>What a person of the world answers.</summary>
/// <param name="Question">The question's text, word for word.</param>
/// <param name="Yes">Whether it is a yes.</param>
/// <param name="By">Who answers.</param>
/// <param name="Evidence">What they write; null is nothing.</param>
public sealed record PreparedAnswer(string Question, bool Yes, string By, string? Evidence)
{
    /// <summary>Whether the operator goes on without the approval, with the evidence as the
    /// reason.</summary>
    public bool IsBreakGlass { get; init; }
}
