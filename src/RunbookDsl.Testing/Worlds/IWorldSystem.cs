namespace RunbookDsl.Testing;

/// <summary>
/// A system of a world that runs: what is costly to start, once for all rehearsals of a runbook. Disposing it
/// ends it and removes everything it made.
/// </summary>
public interface IWorldSystem : IAsyncDisposable
{
    /// <summary>The name in the world file.</summary>
    string Name { get; }

    /// <summary>
    /// Opens it for one rehearsal, with the state that the world file describes and untouched by any other
    /// rehearsal, also one at the same time. When it throws, nothing of the scene is left.
    /// </summary>
    Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation);
}
