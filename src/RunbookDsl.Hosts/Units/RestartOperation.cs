using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Restarts a unit; see <see cref="HostUnit.Restart"/>.</summary>
/// <remarks>
/// systemd gives every start of a unit another invocation id. The one from before is journaled with the
/// intent: as long as the unit has it, nothing was restarted, and once it has another one it was.
/// </remarks>
public sealed record RestartOperation : HostOperation<UnitState>
{
    internal RestartOperation(HostUnit unit)
        : base(unit.Host) => Unit = unit;

    /// <summary>The unit.</summary>
    public HostUnit Unit { get; }

    /// <summary>How long it must run on, without a restart of systemd's own. Default 30 s.</summary>
    public TimeSpan Stable { get; private init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => "Systemd.Restart";

    /// <inheritdoc/>
    public override string Description => $"restart {Unit}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string Verification =>
        $"it was started anew, and still runs {UnitCheck.Text(Stable)} later without another restart";

    /// <inheritdoc/>
    public override string UndoDescription => $"stop {Unit} if it did not run before; else nothing";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, new("unit", Unit.FullName), new("stable for", UnitCheck.Text(Stable))];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <summary>A copy that asks for a run of this time. Default 30 s.</summary>
    public RestartOperation StableFor(TimeSpan time) => this with { Stable = time };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        if (context is not { IsInDoubt: true, Before: { } before })
            return Probe.NotDone($"{Unit} is {state}");
        if (state.Active is "activating" or "deactivating")
            return Probe.InFlight($"{Unit} is {state}");
        return state.Invocation == before["invocation"]
                ? Probe.NotDone($"{Unit} was not started since: {state}")
            : state.IsActive ? Probe.Done($"{Unit} was started anew since: {state}", state)
            : Probe.Conflict($"{Unit} was started anew since, and is {state}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.Keep(await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await UnitChange.TellAsync(context, Unit, "restart", cancellation).ConfigureAwait(false);
        return await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    )
    {
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        return state.Invocation == context.Before?["invocation"]
            ? Verdict.Fail($"{Unit} was not started anew: {state}")
            : await UnitCheck.StableAsync(context, Unit, Stable, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, UnitState result, CancellationToken cancellation) =>
        UnitChange.BringAsync(context, Unit, UnitChange.Kept(context), cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.ProbeBackAsync(context, Unit, cancellation);
}
