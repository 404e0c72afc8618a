namespace RunbookDsl.Testing;

/// <summary>Name servers cost nothing until a rehearsal opens its own.</summary>
internal sealed class DnsSystem(DnsSystemSpec spec) : IWorldSystem
{
    public string Name => spec.Name;

    public async Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
        await DnsScene.OpenAsync(spec, stage).ConfigureAwait(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
