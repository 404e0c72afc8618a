using System.Text.Json;

namespace RunbookDsl.Engine;

/// <summary>One step as the journal tells it. Changes only by folding records.</summary>
public sealed class StepState
{
    internal StepState(string id) => Id = id;

    /// <summary>The step's id.</summary>
    public string Id { get; internal set; }

    /// <summary>How it stands.</summary>
    public StepPhase Phase { get; internal set; }

    /// <summary>Attempts begun, over all processes.</summary>
    public int Attempts { get; internal set; }

    /// <summary>When the first attempt's intent was written; null before it.</summary>
    public DateTimeOffset? FirstStartedAt { get; internal set; }

    /// <summary>When the latest attempt's intent was written; null before it.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>When its outcome, skip or undo was written; null before it.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Whether the world was found as wanted, so that nothing was done.</summary>
    public bool WasSatisfied { get; internal set; }

    /// <summary>Whether it changed something that is to be put back.</summary>
    public bool IsTemporary { get; internal set; }

    /// <summary>Values captured before the change; null when none were.</summary>
    public Captured? Before { get; internal set; }

    /// <summary>The result as journaled; undefined when there is none.</summary>
    public JsonElement Result => ResultJson.IsEmpty ? default : Parsed(ResultJson);

    internal ReadOnlyMemory<byte> ResultJson { get; set; }

    internal bool HasResult => !ResultJson.IsEmpty || ResultBlob is not null;

    /// <summary>Why it failed, was skipped, or is in doubt; null otherwise.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Its child run; null when it has none or none was begun.</summary>
    public ChildReference? Child { get; internal set; }

    /// <summary>Lines of evidence from the outcome and the verification.</summary>
    public IReadOnlyList<string> Evidence { get; internal set; } = [];

    /// <summary>Position of the outcome in the journal; the undo goes backwards by it.</summary>
    internal long OutcomeSeq { get; set; }

    /// <summary>Which process of the run wrote the latest intent, of the step or of its undo.</summary>
    internal int IntentEpoch { get; set; }

    internal string? ResultBlob { get; set; }

    /// <summary>
    /// What the result's type was called, with a hash of its members; null when nobody wrote it.
    /// </summary>
    internal string? ResultType { get; set; }

    /// <summary>
    /// Whether the result could not be written as JSON, so that only the process that got it ever had it.
    /// </summary>
    internal bool IsResultLost { get; set; }

    /// <summary>
    /// Whether an attempt of this round was begun: what is found done may then be our own doing.
    /// </summary>
    internal bool IsTouched { get; set; }

    /// <summary>
    /// Whether it may have been begun and the values captured before it were in a line that is lost.
    /// </summary>
    internal bool IsBeforeLost { get; set; }

    /// <summary>
    /// How often it was taken back or has failed for certain: each time a new logical attempt begins, with a
    /// key of its own.
    /// </summary>
    internal int Rounds { get; set; }

    /// <summary>How often its undo has failed for certain.</summary>
    internal int UndoRounds { get; set; }

    /// <summary>Whether it was taken back and nobody has looked yet whether it really is.</summary>
    internal bool IsUndoUnverified { get; set; }

    /// <summary>Whether a person ordered an attempt although the doubt is not settled.</summary>
    internal bool RerunOrdered { get; set; }

    /// <summary>Set when another step put this one back.</summary>
    internal bool IsPutBack { get; set; }

    /// <summary>
    /// Where the attempt, or the one before it, said that its effect runs; null when it did not say.
    /// </summary>
    public string? Handle { get; internal set; }

    internal string? UndoHandle { get; set; }

    /// <summary>How many attempts the series has had that <c>.Retry</c> counts.</summary>
    internal int Tried { get; set; }

    /// <summary>When the next attempt is due; null when nobody waits for one.</summary>
    internal DateTimeOffset? RetryDue { get; set; }

    internal TimeSpan RetryAtMost { get; set; }

    /// <summary>
    /// How many questions of this step have been answered; an approval belongs to one of them.
    /// </summary>
    public int QuestionsAnswered { get; internal set; }

    /// <summary>Messages that an answer was made of: none counts twice.</summary>
    internal HashSet<string> SignalsTaken { get; } = [];

    internal Dictionary<string, GivenAnswer> Answers { get; } = [];

    internal Dictionary<int, bool> Decisions { get; } = [];

    internal DateTimeOffset? TimerDue { get; set; }

    internal TimeSpan TimerAtMost { get; set; }

    internal bool TimerFired { get; set; }

    /// <summary>Whether the step needs nothing more in this run.</summary>
    public bool IsFinished => Phase is StepPhase.Verified or StepPhase.Skipped;

    /// <summary>Whether what it switched off is still off, as far as the journal knows.</summary>
    public bool IsOnRestoreList =>
        IsTemporary && !WasSatisfied && !IsPutBack && Phase is not (StepPhase.Planned or StepPhase.Undone);

    private static JsonElement Parsed(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
