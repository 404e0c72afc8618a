namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>A system as a world file describes it, and the scenes of it.</summary>
internal sealed class Family : IAsyncDisposable
{
    private Family(PostgresSystem system) => System = system;

    public PostgresSystem System { get; }

    public static async Task<Family> StartAsync(Action file)
    {
        var session = new WorldSession("/none/family.world.csx");
        using (session.Enter())
            file();
        var system = await session.Build().Systems[0].StartAsync(new(Machine.Environment()), default);
        return new Family((PostgresSystem)system);
    }

    public async Task<OpenScene> OpenAsync()
    {
        var options = new StageOptions(
            Machine.Environment(),
            "/nowhere",
            new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        return new OpenScene(await System.OpenAsync(new Stage(options), default));
    }

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
