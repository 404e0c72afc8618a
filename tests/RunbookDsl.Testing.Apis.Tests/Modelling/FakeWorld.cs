namespace RunbookDsl.Testing.Apis.Tests;

/// <summary>A world file with one provider, opened on a stage of its own.</summary>
internal sealed class FakeWorld : IAsyncDisposable
{
    private readonly Scene _scene;
    private readonly ISystemScene _system;

    private FakeWorld(Scene scene, ISystemScene system, Surroundings surroundings) =>
        (_scene, _system, Surroundings) = (scene, system, surroundings);

    public Stage Stage => _scene.Stage;

    public Surroundings Surroundings { get; }

    public IEnumerable<string> Found => _scene.Found;

    /// <summary>Every change that happened: before and after.</summary>
    public IEnumerable<string> Changes =>
        Stage.Log.Events.Where(e => e.IsApplied).Select(e => $"{e.Call.Operation}: {e.Before} -> {e.After}");

    public ApiFake Fake => _scene.Door.Fakes.Single();

    public static async Task<FakeWorld> OpenAsync(Action file, params IReadOnlyList<Fault> faults)
    {
        var scene = new Scene(faults);
        var host = await Read(file).Systems.Single().StartAsync(new(scene.Stage.Environment), default);
        var system = await host.OpenAsync(scene.Stage, default);
        var surroundings = new Surroundings();
        system.Surround(surroundings);
        return new(scene, system, surroundings);
    }

    /// <summary>What a world file says, or its mistakes.</summary>
    public static WorldSpec Read(Action file)
    {
        var session = new WorldSession("/w/run.world.csx");
        using (session.Enter())
            file();
        return session.Build();
    }

    /// <summary>The mistakes of a world file, without their place.</summary>
    public static IEnumerable<string> Mistakes(Action file) =>
        Assert.Throws<AuthoringException>(() => Read(file))!.Errors.Select(e => e.Message);

    /// <summary>Lets so much virtual time pass, with everything that happens in it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        using (Stage.Clock.Enter("step"))
            await Stage
                .Clock.UntilAsync(Stage.Clock.GetUtcNow() + time, TimeSpan.MaxValue, default)
                .WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _scene.DisposeAsync();
    }
}
