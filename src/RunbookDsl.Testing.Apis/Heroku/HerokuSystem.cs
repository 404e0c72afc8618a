namespace RunbookDsl.Testing.Apis;

/// <summary>Heroku in a world that runs; nothing of it is shared by two rehearsals.</summary>
internal sealed class HerokuSystem(HerokuSystemSpec spec) : IWorldSystem
{
    public string Name => spec.Name;

    public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
        Task.FromResult<ISystemScene>(new HerokuScene(spec, stage));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
