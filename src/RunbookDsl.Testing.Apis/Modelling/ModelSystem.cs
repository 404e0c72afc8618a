namespace RunbookDsl.Testing.Apis;

/// <summary>A provider in a world that runs; rehearsals share nothing of it.</summary>
internal sealed class ModelSystem(string name, Func<Stage, ModelScene> open) : IWorldSystem
{
    public string Name => name;

    public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation)
    {
        var scene = open(stage);
        stage.Door().Serve(scene.Fake);
        return Task.FromResult<ISystemScene>(scene);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
