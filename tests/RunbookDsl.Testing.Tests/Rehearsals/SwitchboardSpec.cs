using System.Collections.Immutable;

namespace RunbookDsl.Testing.Tests;

/// <summary>A system of named switches and lists, small enough to see everything in it.</summary>
internal sealed record SwitchboardSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    public ImmutableSortedDictionary<string, string> Values { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Values that come by themselves: name, value, after.</summary>
    public ImmutableArray<(string Name, string Value, TimeSpan After)> Later { get; init; } = [];

    public override void Check(WorldSession session) { }

    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new Board(this));

    private sealed class Board(SwitchboardSpec spec) : IWorldSystem
    {
        public string Name => spec.Name;

        public Task<ISystemScene> OpenAsync(Stage stage, CancellationToken cancellation) =>
            Task.FromResult<ISystemScene>(new SwitchboardScene(spec, stage));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
