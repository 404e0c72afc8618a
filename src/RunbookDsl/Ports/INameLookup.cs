namespace RunbookDsl;

/// <summary>Asks name servers.</summary>
public interface INameLookup
{
    /// <summary>
    /// Asks one server, over UDP and, when the answer does not fit, over TCP. Changes nothing.
    /// </summary>
    /// <exception cref="OperationFailedException">No answer came; trying again may help. A negative answer is
    /// an answer.</exception>
    Task<NameAnswer> AskAsync(NameQuestion question, CancellationToken cancellation);
}
