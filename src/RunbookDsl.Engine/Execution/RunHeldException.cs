namespace RunbookDsl.Engine;

/// <summary>
/// Leaves a step's execution because the run has to be held there. Never leaves the engine.
/// </summary>
internal sealed class RunHeldException(RunStatus status, string message) : Exception(message)
{
    public RunStatus Status => status;

    /// <summary>The child run that holds it; null when none does.</summary>
    public RunResult? Child { get; init; }

    /// <summary>Whether it is held for nothing but want of room for the journal.</summary>
    public bool IsJournalFull { get; init; }
}
