using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Starts workers anew between two jobs; see <see cref="HostWorkers.Restart"/>.</summary>
/// <remarks>
/// The invocation id from before is journaled with the intent: as long as the unit has it, nothing was
/// restarted, and once it has another one it was. Convergent, unlike a plain restart: between jobs another
/// one does no harm.
/// </remarks>
public sealed record WorkersRestartOperation : HostOperation<UnitState>
{
    private readonly JobDrain _drain;

    internal WorkersRestartOperation(JobDrain drain)
        : base(drain.Workers.Host) => _drain = drain;

    /// <summary>Whose jobs.</summary>
    public HostWorkers Workers => _drain.Workers;

    /// <summary>How long jobs may take to end.</summary>
    public TimeSpan Within => _drain.Within;

    /// <summary>How long they must run on, without a restart of systemd's own. Default 30 s.</summary>
    public TimeSpan Stable { get; private init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => "Queue.Restart";

    /// <inheritdoc/>
    public override string Description =>
        $"let {Workers} take no new jobs, wait {UnitCheck.Text(Within)} at most for those that run, "
        + "then restart them";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        $"they were started anew, and still run {UnitCheck.Text(Stable)} later without another restart";

    /// <inheritdoc/>
    public override string UndoDescription =>
        $"stop {Workers.Unit} if it did not run before; if it was only told to take no new jobs, start it anew";

    /// <inheritdoc/>
    public override string Warning =>
        "That they run does not say that they take jobs: send one, and verify that it was done";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, .. _drain.Facts, new("stable for", UnitCheck.Text(Stable))];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <summary>A copy that asks for a run of this time. Default 30 s.</summary>
    public WorkersRestartOperation StableFor(TimeSpan time) => this with { Stable = time };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        return WorkersChange.MayBeQuiet(context, Workers.Unit, state)
            ?? await Workers.Unit.Restart().ProbeAsync(context, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Workers.Unit.Restart().CaptureAsync(context, cancellation);

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        if (!state.IsInactive)
            await _drain.RunAsync(context, cancellation).ConfigureAwait(false);
        return await Workers.Unit.Restart().RunAsync(context, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    ) => Workers.Unit.Restart().StableFor(Stable).VerifyAsync(context, result, cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, UnitState result, CancellationToken cancellation) =>
        WorkersChange.BackAsync(context, _drain, cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        WorkersChange.ProbeBackAsync(context, Workers.Unit, cancellation);
}
