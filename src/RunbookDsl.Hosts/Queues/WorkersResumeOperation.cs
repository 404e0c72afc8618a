using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Lets workers work; see <see cref="HostWorkers.Resume"/>.</summary>
public sealed record WorkersResumeOperation : HostOperation<UnitState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    internal WorkersResumeOperation(HostWorkers workers)
        : base(workers.Host) => Workers = workers;

    /// <summary>Who is to work.</summary>
    public HostWorkers Workers { get; }

    /// <summary>How long they must run on, without a restart, to be held for started. Default 30 s.</summary>
    public TimeSpan Stable { get; private init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => "Queue.Resume";

    /// <inheritdoc/>
    public override string Description => $"let {Workers} work, and start with the machine";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        $"they run, and still do {UnitCheck.Text(Stable)} later without a restart";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string UndoDescription =>
        $"put {Workers.Unit} back as it was"
        + (
            Workers.Running.Count == 0
                ? "; a job that runs by then is not waited for"
                : $", between two jobs if they end within {UnitCheck.Text(Patience)}"
        );

    /// <inheritdoc/>
    public override string Warning =>
        "What has gathered in the queue begins at once; and on two hosts at once unless the old one is held";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, new("unit", Workers.Unit.FullName), new("stable for", UnitCheck.Text(Stable))];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <summary>A copy that holds them for started after this time. Default 30 s.</summary>
    public WorkersResumeOperation StableFor(TimeSpan time) => this with { Stable = time };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        return Wish(state).IsMetBy(state)
            ? Probe.Done($"{Workers.Unit} is {state}", state)
            : Probe.NotDone($"{Workers.Unit} is {state}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.Keep(await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var open = new UnitWish { File = UnitFile.Unmasked };
        var state = await UnitChange
            .BringAsync(context, Workers.Unit, open, cancellation)
            .ConfigureAwait(false);
        return await UnitChange
            .BringAsync(context, Workers.Unit, Wish(state), cancellation)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    ) => UnitCheck.StableAsync(context, Workers.Unit, Stable, cancellation);

    /// <inheritdoc/>
    public override async Task UndoAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    )
    {
        var before = UnitChange.Kept(context);
        var state = await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        if (before.IsActive == false && state.IsActive && Workers.Running.Count > 0)
            await new JobDrain(Workers, Patience).RunAsync(context, cancellation).ConfigureAwait(false);
        await UnitChange.BringAsync(context, Workers.Unit, before, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.ProbeBackAsync(context, Workers.Unit, cancellation);

    // A static unit, or one that a target starts, cannot be enabled and needs none.
    private static UnitWish Wish(UnitState state) =>
        new(IsActive: true)
        {
            File = state.Enabled is "disabled" or "enabled" ? UnitFile.Enabled : UnitFile.Unmasked,
        };
}
