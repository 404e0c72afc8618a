using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// An effect happened and the journal could not take its outcome. The run stops; the step is in doubt until
/// the outcome is taken in with <c>runbook resolve RUN STEP --from-spill</c>.
/// </summary>
public sealed class OutcomeSpilledException : JournalException
{
    internal OutcomeSpilledException(string message, JournalException cause, string? file)
        : base(message, cause) => File = file;

    /// <summary>Where the outcome is kept; null when no place took it and it was only printed.</summary>
    public string? File { get; }
}
