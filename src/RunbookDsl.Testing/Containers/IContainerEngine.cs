namespace RunbookDsl.Testing;

/// <summary>
/// A way to a container engine. What it starts is removed when it is disposed, and also when the process
/// that started it is killed.
/// </summary>
internal interface IContainerEngine
{
    /// <summary>Starts a container; its server need not answer yet.</summary>
    /// <exception cref="WorldException">The engine refuses, in its own words. Nothing is left.</exception>
    Task<IContainerServer> StartAsync(ContainerOrder order, CancellationToken cancellation);
}
