namespace RunbookDsl;

/// <summary>Something a person is asked in the middle of a run. The answer is journaled.</summary>
/// <param name="Kind">What kind of answer is wanted.</param>
/// <param name="Text">The question or instruction, as shown.</param>
public sealed record Question(QuestionKind Kind, string Text)
{
    /// <summary>For <see cref="QuestionKind.Typed"/>: what must be typed, letter by letter.</summary>
    public string? Expected { get; init; }

    /// <summary>
    /// How many different persons must agree. Default 1; the one who runs counts only without approvers.
    /// </summary>
    public int Approvers { get; init; }

    /// <summary>
    /// What the person should see before answering: facts, clock, what is still switched off.
    /// </summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>Whether an answer without evidence (text, a link, a file's name) is refused.</summary>
    public bool WantsEvidence { get; init; }

    /// <summary>
    /// Whether the operator may go on without the approvals, with a reason that is journaled. Default: no.
    /// </summary>
    public bool MayBreakGlass { get; init; }
}
