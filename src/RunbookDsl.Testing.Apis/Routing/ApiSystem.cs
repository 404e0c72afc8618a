namespace RunbookDsl.Testing.Apis;

/// <summary>A system that costs nothing until a rehearsal opens it: a model in memory.</summary>
internal sealed class ApiSystem(string name, Func<Stage, ISystemScene> open) : IWorldSystem
{
    public string Name => name;

    public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
        Task.FromResult(open(stage));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
