using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Stops workers between two jobs; see <see cref="HostWorkers.Quiesce"/>.</summary>
public sealed record WorkersQuiesceOperation : HostOperation<UnitState>
{
    private readonly JobDrain _drain;

    internal WorkersQuiesceOperation(JobDrain drain)
        : base(drain.Workers.Host) => _drain = drain;

    /// <summary>Whose jobs.</summary>
    public HostWorkers Workers => _drain.Workers;

    /// <summary>How long jobs may take to end.</summary>
    public TimeSpan Within => _drain.Within;

    /// <inheritdoc/>
    public override string Kind => "Queue.Quiesce";

    /// <inheritdoc/>
    public override string Description =>
        $"let {Workers} take no new jobs, wait {UnitCheck.Text(Within)} at most for those that run, "
        + "then stop and hold them";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => $"systemd shows {Workers.Unit.Name} stopped and held";

    /// <inheritdoc/>
    public override string UndoDescription =>
        $"put {Workers.Unit} back as it was, with a new start: between two jobs if it still runs";

    /// <inheritdoc/>
    public override string Warning =>
        "A job that does not end in time is not killed, the step fails: whoever kills it has it run twice. "
        + "Hold the scheduler as well, or the queue grows meanwhile";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, .. _drain.Facts];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        var held = await WorkersChange.HeldAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        return held.IsMetBy(state)
            ? Probe.Done($"{Workers.Unit} is {state}", state)
            : WorkersChange.MayBeQuiet(context, Workers.Unit, state)
                ?? Probe.NotDone($"{Workers.Unit} is {state}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.Keep(await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var held = await WorkersChange.HeldAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        var state = await UnitState.ReadAsync(context, Workers.Unit, cancellation).ConfigureAwait(false);
        // Who does not run has no jobs, and mostly nobody who could be asked about them.
        if (!state.IsInactive)
            await _drain.RunAsync(context, cancellation).ConfigureAwait(false);
        return await UnitChange.BringAsync(context, Workers.Unit, held, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    )
    {
        var probe = await ProbeAsync(context, cancellation).ConfigureAwait(false);
        return probe.State == ProbeState.Done ? Verdict.Pass(probe.Evidence) : Verdict.Fail(probe.Evidence);
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, UnitState result, CancellationToken cancellation) =>
        WorkersChange.BackAsync(context, _drain, cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        WorkersChange.ProbeBackAsync(context, Workers.Unit, cancellation);
}
