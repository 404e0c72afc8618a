namespace RunbookDsl.Testing;

/// <summary>The seeded databases of a world on a server that is not its own.</summary>
internal sealed class GivenSystem(PostgresSystemSpec spec, GivenServer server) : IWorldSystem
{
    /// <inheritdoc/>
    public string Name => spec.Name;

    public static async Task<GivenSystem> StartAsync(
        PostgresSystemSpec spec,
        GivenAddress address,
        CancellationToken cancellation
    )
    {
        if (spec.NeedsOwnServer is { } because)
            throw new WorldException(
                $"'{spec.Name}' needs a server of its own ({because}), and {address} is one that others use: "
                    + $"leave out {address.From}."
            );
        var server = await GivenServer.OpenAsync(address, cancellation).ConfigureAwait(false);
        try
        {
            if (spec.Version is { } version && version != server.Major)
                throw new WorldException(
                    $"'{spec.Name}' is to be PostgreSQL {version}, and {address} is {server.Major}."
                );
            foreach (var database in spec.Databases)
                await SeedAsync(database, server, cancellation).ConfigureAwait(false);
            return new(spec, server);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation)
    {
        PostgresSystem.TakeRealTime(stage, spec.Name);
        var prefix = server.NextScene();
        foreach (var database in spec.Databases)
            await server
                .CreateAsync(prefix + database.Name, server.Names.Templates + database.Name, cancellation)
                .ConfigureAwait(false);
        return new GivenScene(spec, server, prefix, stage);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task SeedAsync(
        DatabaseSpec database,
        GivenServer server,
        CancellationToken cancellation
    )
    {
        var name = server.Names.Templates + database.Name;
        await server.CreateAsync(name, "template0", cancellation).ConfigureAwait(false);
        var connection = await server.ConnectAsync(name, cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        foreach (var script in database.Scripts)
            await SqlRun.SeedAsync(connection, script.Read(), cancellation).ConfigureAwait(false);
    }
}
