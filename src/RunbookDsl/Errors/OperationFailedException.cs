namespace RunbookDsl;

/// <summary>
/// An operation did not succeed, and knows it: the effect did not happen, or the message says how far it got.
/// The step becomes <i>failed</i>; the run is held.
/// </summary>
public sealed class OperationFailedException : RunbookException
{
    /// <summary>Reports a failure; see <see cref="Retryable"/>.</summary>
    public OperationFailedException(string message, bool retryable = false, Exception? inner = null)
        : base(message, inner) => Retryable = retryable;

    /// <summary>
    /// Whether trying again unchanged can help (a lock timeout, a refused connection). Default: no. A step is
    /// tried again only when its author asked for it with <c>.Retry</c>.
    /// </summary>
    public bool Retryable { get; }
}
