using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>What a journal tells of one step, as far as a rehearsal can be held against it.</summary>
/// <param name="Id">The step's id.</param>
/// <param name="Outcome">How it stands in the end: <c>done</c>, <c>nothing to do</c>, <c>failed</c>.</param>
public sealed record StepTrail(string Id, string Outcome)
{
    /// <summary>Attempts begun, over all processes.</summary>
    public int Attempts { get; init; }

    /// <summary>How each attempt that did not end well went, in order.</summary>
    public IReadOnlyList<AttemptFailure> Failures { get; init; } = [];

    /// <summary>What persons answered, in order.</summary>
    public IReadOnlyList<PreparedAnswer> Answers { get; init; } = [];

    /// <summary>Values captured before the change, by name; null is "was not set".</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Before { get; init; } = [];

    /// <summary>Lines of evidence, from the outcome and the verification.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The result as journaled; undefined when there is none.</summary>
    public JsonElement Result { get; init; }

    /// <summary>Why it failed, was skipped or is in doubt; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Why an operator left it out; null when nobody did.</summary>
    public string? SkippedFor { get; init; }

    internal static string Word(StepState step) =>
        step.Phase switch
        {
            StepPhase.Verified when step.WasSatisfied => "nothing to do",
            StepPhase.Verified => "done",
            StepPhase.Ok => "unverified",
            var phase => Words.Of(phase),
        };
}
