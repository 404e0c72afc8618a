namespace RunbookDsl.Journal;

/// <summary>
/// No run, or more than one, is called what the operator said. The journal itself is usable.
/// </summary>
public sealed class RunNotFoundException : JournalException
{
    /// <summary>Says what was looked for, where, and which runs there are.</summary>
    public RunNotFoundException(string message)
        : base(message) { }
}
