namespace RunbookDsl.Journal;

/// <summary>
/// The journal cannot go on safely. What was not acknowledged before must not be acted upon.
/// </summary>
public class JournalException : RunbookException
{
    /// <summary>Says what failed, where, what was expected, what to do next.</summary>
    public JournalException(string message)
        : base(message) { }

    /// <summary>The same, with the cause below.</summary>
    public JournalException(string message, Exception inner)
        : base(message, inner) { }
}
