namespace RunbookDsl;

/// <summary>
/// An operation cannot tell whether its effect happened: a time limit passed, or the connection broke after
/// the request was sent. The step becomes <i>in doubt</i>: it is probed, and held when the probe cannot tell
/// either.
/// </summary>
public sealed class OutcomeUnknownException : RunbookException
{
    /// <summary>Says what was asked for and why its outcome is unknown.</summary>
    public OutcomeUnknownException(string message, Exception? inner = null)
        : base(message, inner) { }
}
