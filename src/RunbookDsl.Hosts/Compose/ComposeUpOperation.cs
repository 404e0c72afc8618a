using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Starts a project; see <see cref="HostCompose.Up"/>.</summary>
public sealed record ComposeUpOperation : HostOperation<ComposeResult>
{
    internal ComposeUpOperation(HostCompose compose)
        : base(compose.Host) => Compose = compose;

    /// <summary>The project.</summary>
    public HostCompose Compose { get; }

    /// <summary>How long its health is waited for. Default 2 minutes.</summary>
    public TimeSpan Within { get; private init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override string Kind => "Docker.ComposeUp";

    /// <inheritdoc/>
    public override string Description => $"start every service of {Compose}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "every service of its file runs, and is healthy where it can tell";

    /// <inheritdoc/>
    public override string UndoDescription =>
        "stop the services that did not run before, and remove containers that were not there";

    /// <inheritdoc/>
    public override string Warning =>
        "A service without a health check counts as ready at once: look at what it does from outside";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, new("project", Compose.Folder), new("within", UnitCheck.Text(Within))];

    /// <inheritdoc/>
    protected override JsonTypeInfo<ComposeResult> JsonInfo => HostsJson.Default.ComposeResult;

    /// <summary>A copy that waits another time. Default 2 minutes.</summary>
    public ComposeUpOperation WaitingFor(TimeSpan time) => this with { Within = time };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await ComposeState.ReadAsync(context, Compose, cancellation).ConfigureAwait(false);
        return state is { Wrong.Count: 0, Services.Count: > 0 }
            ? Probe.Done($"{Compose}: {state.Shown}", ResultOf(state))
            : Probe.NotDone($"{Compose}: {state.Shown}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await ComposeState.ReadAsync(context, Compose, cancellation).ConfigureAwait(false);
        return Captured
            .Of("down", string.Join(' ', state.Down))
            .And("absent", string.Join(' ', state.Down.Where(d => state.Services[d] == "absent")));
    }

    /// <inheritdoc/>
    public override async Task<ComposeResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var seconds = ((int)Within.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var call = ComposeState.Call(Compose, "start", "up", "-d", "--wait", "--wait-timeout", seconds);
        await (call with { IsShown = true }).ChangeAsync(context, cancellation).ConfigureAwait(false);
        return ResultOf(await ComposeState.ReadAsync(context, Compose, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        ComposeResult result,
        CancellationToken cancellation
    ) => new ComposeCheck(Compose).RunAsync(context, cancellation);

    /// <inheritdoc/>
    public override async Task UndoAsync(
        StepContext context,
        ComposeResult result,
        CancellationToken cancellation
    )
    {
        var (down, absent) = (Names(context.Before!, "down"), Names(context.Before!, "absent"));
        foreach (
            var words in (string[][])
                [
                    ["stop", .. down.Except(absent)],
                    ["rm", "--stop", "--force", .. absent],
                ]
        )
            if (words[^1] is not ("stop" or "--force"))
                await ComposeState
                    .Call(Compose, "put back services of", words)
                    .ChangeAsync(context, cancellation)
                    .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        if (context.Before is not { } before)
            return Probe.Unknown("which services ran before is not known");
        var state = await ComposeState.ReadAsync(context, Compose, cancellation).ConfigureAwait(false);
        return
            Names(before, "down").Intersect(state.Running).Any()
            || Names(before, "absent").Any(n => state.Services.GetValueOrDefault(n, "absent") != "absent")
            ? Probe.NotDone($"{Compose}: {state.Shown}")
            : Probe.Done($"{Compose}: {state.Shown}");
    }

    private static string[] Names(Captured before, string key) =>
        (before[key] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ComposeResult ResultOf(ComposeState state) => new(state.Running, state.Down);
}
