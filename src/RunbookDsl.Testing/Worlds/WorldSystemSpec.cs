namespace RunbookDsl.Testing;

/// <summary>
/// One system of a world (a database server, a name server, a host) as the file describes it. A new kind of
/// system is a
/// folder with a spec, its builder and what runs; nothing else has to know it.
/// </summary>
/// <param name="Name">Unique in the world.</param>
/// <param name="Where">The verb that made it.</param>
public abstract record WorldSystemSpec(string Name, SourceLocation Where)
{
    /// <summary>
    /// Reports what is wrong with the spec, and claims the secrets it will give. Starts nothing.
    /// </summary>
    public abstract void Check(WorldSession session);

    /// <summary>Starts the system, filled as described. When it throws, nothing of it is left.</summary>
    public abstract Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation);
}
