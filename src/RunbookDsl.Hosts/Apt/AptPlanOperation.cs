using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Asks what an upgrade would do; see <see cref="HostApt.Plan"/>.</summary>
public sealed record AptPlanOperation : HostOperation<AptPlan>
{
    internal AptPlanOperation(SshHost host)
        : base(host) { }

    /// <inheritdoc/>
    public override string Kind => "Apt.Plan";

    /// <inheritdoc/>
    public override string Description => $"ask apt on {Host} what an upgrade would do";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    protected override JsonTypeInfo<AptPlan> JsonInfo => HostsJson.Default.AptPlan;

    /// <inheritdoc/>
    public override async Task<AptPlan> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var plan = await AptPlan.ReadAsync(context, Host, cancellation).ConfigureAwait(false);
        context.Note($"{Host}: {plan}");
        return plan;
    }
}
