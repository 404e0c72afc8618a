using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Tells a unit to read its configuration again; see <see cref="HostUnit.Reload"/>.</summary>
public sealed record ReloadOperation : HostOperation<UnitState>
{
    internal ReloadOperation(HostUnit unit)
        : base(unit.Host) => Unit = unit;

    /// <summary>The unit.</summary>
    public HostUnit Unit { get; }

    /// <inheritdoc/>
    public override string Kind => "Systemd.Reload";

    /// <inheritdoc/>
    public override string Description => $"let {Unit} read its configuration again";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "it still runs";

    /// <inheritdoc/>
    public override string Warning =>
        "An exit code of 0 does not say that the new configuration is in force: verify its effect";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("unit", Unit.FullName)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        return state.IsActive
            ? Probe.NotDone($"{Unit} is {state}; reading its configuration once more does no harm")
            : Probe.Conflict($"{Unit} is {state}: only what runs can be reloaded");
    }

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await UnitChange.TellAsync(context, Unit, "reload", cancellation).ConfigureAwait(false);
        return await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        UnitState result,
        CancellationToken cancellation
    ) => UnitCheck.StableAsync(context, Unit, TimeSpan.Zero, cancellation);
}
