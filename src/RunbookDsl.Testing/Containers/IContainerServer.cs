namespace RunbookDsl.Testing;

/// <summary>A container with a database server in it.</summary>
internal interface IContainerServer : IServerKeeper
{
    /// <summary>The port on 127.0.0.1 behind which the server listens, as soon as it has one.</summary>
    /// <exception cref="WorldException">The container ended before, or was never made.</exception>
    Task<int> PortAsync(CancellationToken cancellation);
}
