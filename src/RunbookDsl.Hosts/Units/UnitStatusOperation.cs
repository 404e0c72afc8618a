using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Writes down how a unit is; see <see cref="HostUnit.Status"/>.</summary>
public sealed record UnitStatusOperation : HostOperation<UnitState>
{
    internal UnitStatusOperation(HostUnit unit)
        : base(unit.Host) => Unit = unit;

    /// <summary>The unit.</summary>
    public HostUnit Unit { get; }

    /// <inheritdoc/>
    public override string Kind => "Systemd.Status";

    /// <inheritdoc/>
    public override string Description => $"write down how {Unit} is";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("unit", Unit.FullName)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<UnitState> JsonInfo => HostsJson.Default.UnitState;

    /// <inheritdoc/>
    public override async Task<UnitState> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await UnitState.ReadAsync(context, Unit, cancellation).ConfigureAwait(false);
        context.Note($"{Unit} is {state}");
        return state;
    }
}
