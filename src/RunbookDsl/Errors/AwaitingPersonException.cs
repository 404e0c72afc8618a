namespace RunbookDsl;

/// <summary>
/// A person has to act and none can be asked here (no terminal, or an approval that must come from somebody
/// else). The run is held at the step; nothing was changed. No answer is never taken for "yes".
/// </summary>
public sealed class AwaitingPersonException : RunbookException
{
    /// <summary>Says whose answer is awaited and how to give it.</summary>
    public AwaitingPersonException(string message)
        : base(message) { }
}
