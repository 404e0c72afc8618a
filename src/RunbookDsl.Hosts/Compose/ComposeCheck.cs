namespace RunbookDsl.Hosts;

/// <summary>Asserts that a project runs; see <see cref="HostCompose.AssertRunning"/>.</summary>
public sealed record ComposeCheck : HostCheck
{
    internal ComposeCheck(HostCompose compose)
        : base(compose.Host) => Compose = compose;

    /// <summary>The project.</summary>
    public HostCompose Compose { get; }

    /// <inheritdoc/>
    public override string Kind => "Docker.AssertRunning";

    /// <inheritdoc/>
    public override string Description => $"every service of {Compose} runs";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("project", Compose.Folder)];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await ComposeState.ReadAsync(context, Compose, cancellation).ConfigureAwait(false);
        return state.Services.Count == 0 ? Verdict.Fail($"{Compose} names no service")
            : state.Wrong.Count > 0 ? Verdict.Fail($"{Compose}: {string.Join(", ", state.Wrong)}")
            : Verdict.Pass($"{Compose}: {state.Shown}");
    }
}
