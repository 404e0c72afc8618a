namespace RunbookDsl.Engine;

/// <summary>What the engine says when it stops.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Message">What happened, in full sentences; empty when all went well.</param>
/// <param name="StepId">The step it stopped at; null when it is not about one.</param>
/// <param name="State">Every step's state and the restore list.</param>
public sealed record RunResult(string RunId, RunStatus Status, string Message, string? StepId, RunState State)
{
    /// <summary>The child run that it stopped in; null when it stopped by itself.</summary>
    public RunResult? Child { get; init; }

    /// <summary>
    /// True when nothing more could be begun because the journal takes no more in: its disk is full, or its
    /// database gone. What was executed is journaled, or kept for it on this machine; the run is resumable
    /// once it does. Default false.
    /// </summary>
    public bool IsJournalFull { get; init; }
}
