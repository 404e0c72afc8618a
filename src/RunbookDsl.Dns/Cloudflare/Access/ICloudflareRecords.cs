namespace RunbookDsl.Dns;

/// <summary>
/// The records of one zone, read and changed for one step. Every way to them says the same of the same
/// answer, for a run is resumed by what it says.
/// </summary>
public interface ICloudflareRecords
{
    /// <summary>The records of a name, or of the whole zone; at most 1000. Changes nothing.</summary>
    /// <param name="name">Full name; null for the whole zone.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationFailedException">There is no such zone, the provider refused it or told it
    /// in a way that is not known, or no answer came in three tries.</exception>
    Task<IReadOnlyList<FoundRecord>> ListAsync(string? name, CancellationToken cancellation);

    /// <summary>
    /// Changes records, several in one transaction of the provider: all of them or none. Sent again only
    /// when it is certain that nothing happened.
    /// </summary>
    /// <param name="writes">What is done; none asks nobody.</param>
    /// <param name="cancellation">Ends it; whether it happened is not known then.</param>
    /// <exception cref="OperationFailedException">Nothing happened: the provider refused it, with its own
    /// errors and codes, or the request did not reach it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have happened: the line broke, no answer came in
    /// time, the provider failed at it or did not say that it was done.</exception>
    Task WriteAsync(IReadOnlyList<RecordWrite> writes, CancellationToken cancellation);
}
