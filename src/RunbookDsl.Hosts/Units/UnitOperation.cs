using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Brings a systemd unit into a state; see the verbs of <see cref="HostUnit"/>.</summary>
/// <remarks>
/// Journaled: whether it ran and was enabled before, and how it was left. After an interruption it is looked
/// at and only what is missing is done. The undo puts both back, whatever the unit is by then.
/// </remarks>
public sealed record UnitOperation : HostOperation<UnitState>
{
    private readonly string _kind;
    private readonly string _verb;
    private readonly UnitWish _wish;

    internal UnitOperation(HostUnit unit, string kind, string verb, UnitWish wish)
        : base(unit.Host) => (Unit, _kind, _verb, _wish) = (unit, kind, verb, wish);

    /// <summary>The unit.</summary>
    public HostUnit Unit { get; }

    /// <summary>How long a started unit must run on, without a restart, to be held for started. Default
    /// 30 s.</summary>
    public TimeSpan Stable { get; private init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => $"Systemd.{_kind}";

    /// <inheritdoc/>
    public override string Description => $"{_verb} {Unit}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        _wish.IsActive == true
            ? $"it runs, and still does {UnitCheck.Text(Stable)} later without a restart"
            : $"systemd shows {Unit.Name} as wanted";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string UndoDescription =>
        $"put {Unit} back as it was: running or not, enabled, disabled or masked";

    /// <inheritdoc/>
    public override string? Warning =>
        _kind == "Stop"
            ? "A stopped unit comes back with a reboot, a timer, a socket or a deployment; see Hold()"
            : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("unit", Unit.FullName),
            .. _wish.IsActive == true ? [new("stable for", UnitCheck.Text(Stable))] : Array.Empty<Fact>(),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <summary>A copy that holds a started unit for started after this time. Default 30 s.</summary>
    public UnitOperation StableFor(TimeSpan time) => this with { Stable = time };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        return _wish.IsMetBy(state)
            ? Probe.Done($"{Unit} is {state}", state)
            : Probe.NotDone($"{Unit} is {state}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.Keep(await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.BringAsync(context, Unit, _wish, cancellation);

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    )
    {
        if (_wish.IsActive == true)
            return await UnitCheck.StableAsync(context, Unit, Stable, cancellation).ConfigureAwait(false);
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        return _wish.IsMetBy(state) ? Verdict.Pass($"{Unit} is {state}") : Verdict.Fail($"{Unit} is {state}");
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, UnitState result, CancellationToken cancellation) =>
        UnitChange.BringAsync(context, Unit, UnitChange.Kept(context), cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        UnitChange.ProbeBackAsync(context, Unit, cancellation);
}
