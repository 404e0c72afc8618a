namespace RunbookDsl.Testing.Apis;

/// <summary>An account of a world; nothing is started but what each rehearsal has of its own.</summary>
internal sealed class AwsSystem(AwsSystemSpec spec) : IWorldSystem
{
    public string Name => spec.Name;

    public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
        Task.FromResult<ISystemScene>(new AwsScene(stage, spec));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
