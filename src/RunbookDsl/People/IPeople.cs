namespace RunbookDsl;

/// <summary>
/// The persons who can be asked while a run goes on: a terminal, or answers given from another one.
/// </summary>
public interface IPeople
{
    /// <summary>
    /// Asks and waits. Returns null when nobody can be asked here; the run is then held and can be resumed.
    /// Never answers for a person.
    /// </summary>
    Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation);
}
