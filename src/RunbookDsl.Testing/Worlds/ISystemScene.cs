namespace RunbookDsl.Testing;

/// <summary>A system as one rehearsal has it. Disposing it closes what was opened for this rehearsal
/// only.</summary>
public interface ISystemScene : IAsyncDisposable
{
    /// <summary>
    /// Says how the runbook gets here: secrets, variables and programs for what steps start, ports for
    /// operations. Called once, after every system of the world was opened.
    /// </summary>
    void Surround(Surroundings surroundings);

    /// <summary>
    /// What is there now, in a form that two rehearsals can be compared by: no ids, times or ports but by
    /// their token, no secrets, sorted.
    /// </summary>
    Task<SystemState> StateAsync(CancellationToken cancellation);
}
