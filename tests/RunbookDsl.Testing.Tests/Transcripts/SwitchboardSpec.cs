namespace RunbookDsl.Testing.Tests.Transcripts;

internal sealed record SwitchboardSpec() : WorldSystemSpec(Switchboard.System, default)
{
    public override void Check(WorldSession session) { }

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new Running());

    private sealed class Running : IWorldSystem
    {
        public string Name => Switchboard.System;

        public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
            Task.FromResult<ISystemScene>(new Switchboard(stage));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
