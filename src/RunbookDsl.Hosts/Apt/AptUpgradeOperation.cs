using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Does a planned upgrade; see <see cref="HostApt.Upgrade"/>.</summary>
public sealed record AptUpgradeOperation : HostOperation<AptPlan>
{
    private readonly Input<AptPlan> _plan;

    internal AptUpgradeOperation(SshHost host, Input<AptPlan> plan)
        : base(host) => _plan = plan;

    /// <inheritdoc/>
    public override string Kind => "Apt.Upgrade";

    /// <inheritdoc/>
    public override string Description => $"upgrade the packages of {Host} as planned";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override bool CanAttach => true;

    /// <inheritdoc/>
    public override string Verification =>
        "every package has the version of the plan, and dpkg finds nothing half done";

    /// <inheritdoc/>
    public override string UndoDescription =>
        "install the versions from before, as far as the mirror still has them; a reboot may be wanted then";

    /// <inheritdoc/>
    public override string Warning =>
        "Packages restart their own services (postgresql, nginx, docker): hold them where that must not happen";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => _plan.Reads;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, new("plan", _plan.ToString())];

    /// <inheritdoc/>
    protected override JsonTypeInfo<AptPlan> JsonInfo => HostsJson.Default.AptPlan;

    private HostJob Job =>
        new(
            Host,
            "apt upgrade",
            [
                .. (string[])["apt-get", "-y", "-q", "--with-new-pkgs"],
                .. (string[])["-o", "Dpkg::Options::=--force-confdef"],
                .. (string[])["-o", "Dpkg::Options::=--force-confold"],
                .. (string[])["-o", "DPkg::Lock::Timeout=300", "upgrade"],
            ]
        )
        {
            Environment = ["DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_MODE=l"],
        };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var plan = context.Read(_plan);
        if (plan.IsEmpty)
            return Probe.Done("there is nothing to upgrade", plan);
        var now = await PackageVersions.ReadAsync(context, Host, plan, cancellation).ConfigureAwait(false);
        var done = plan.Changes.Count(c => now.GetValueOrDefault(c.Name) == c.To);
        var audit = await PackageVersions.AuditAsync(context, Host, cancellation).ConfigureAwait(false);
        if (audit.Length > 0)
            return Probe.Partial($"dpkg on {Host} finds packages half done: {audit}");
        var evidence = $"{done} of {plan.Changes.Count} packages on {Host} have the version of the plan";
        return done == plan.Changes.Count ? Probe.Done(evidence, plan) : Probe.NotDone(evidence);
    }

    /// <inheritdoc/>
    public override bool CanRepair => true;

    /// <inheritdoc/>
    public override Task RepairAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(
            Host,
            "finish what dpkg left half done",
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "dpkg",
            "--force-confdef",
            "--force-confold",
            "--configure",
            "-a"
        )
        {
            AsRoot = true,
        };
        return call.ChangeAsync(context, cancellation);
    }

    /// <inheritdoc/>
    public override async Task<AptPlan> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var plan = context.Read(_plan);
        var now = await AptPlan.ReadAsync(context, Host, cancellation).ConfigureAwait(false);
        // What is left of an attempt that was cut off is still what was approved.
        if (now.Changes.Except(plan.Changes).ToList() is { Count: > 0 } other)
            throw new OperationFailedException(
                $"apt on {Host} would do something else than what was planned and approved: "
                    + $"{string.Join(", ", other)}. Nothing was done. Plan anew: `runbook resolve` the plan's step "
                    + "with --rerun, or begin another run."
            );
        if (!context.IsInDoubt && now.Hash != plan.Hash)
            throw new OperationFailedException(
                $"apt on {Host} would no longer do all that was planned: missing "
                    + $"{string.Join(", ", plan.Changes.Except(now.Changes))}. Nothing was done."
            );
        return Ended(await Job.RunAsync(context, cancellation).ConfigureAwait(false), plan);
    }

    /// <inheritdoc/>
    public override async Task<AptPlan> AttachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    ) => Ended(await Job.EndAsync(context, handle, cancellation).ConfigureAwait(false), context.Read(_plan));

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        AptPlan result,
        CancellationToken cancellation
    )
    {
        var probe = await ProbeAsync(context, cancellation).ConfigureAwait(false);
        return new(probe.State == ProbeState.Done, probe.Evidence);
    }

    /// <inheritdoc/>
    public override async Task UndoAsync(StepContext context, AptPlan result, CancellationToken cancellation)
    {
        string[] words =
        [
            .. (string[])["apt-get", "-y", "-q", "--allow-downgrades"],
            .. (string[])["-o", "Dpkg::Options::=--force-confdef"],
            .. (string[])["-o", "Dpkg::Options::=--force-confold", "install"],
            .. result.Changes.Select(c => c.From is null ? $"{c.Name}-" : $"{c.Name}={c.From}"),
        ];
        if (result.IsEmpty)
            return;
        var trial = new HostCall(Host, "install the versions from before", ["apt-get", "-s", .. words[1..]]);
        await trial.AskAsync(context, cancellation).ConfigureAwait(false);
        var call = new HostCall(
            Host,
            "install the versions from before",
            ["env", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_MODE=l", .. words]
        )
        {
            AsRoot = true,
            IsShown = true,
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        // What runs is still the newer code: taking packages back is not taking a boot back.
        await Host.Apt().RebootRequired().RunAsync(context, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        if (context.Result is not AptPlan plan)
            plan = context.Read(_plan);
        var now = await PackageVersions.ReadAsync(context, Host, plan, cancellation).ConfigureAwait(false);
        var back = plan.Changes.Count(c => now.GetValueOrDefault(c.Name) == c.From);
        var evidence = $"{back} of {plan.Changes.Count} packages on {Host} have the version from before";
        return back == plan.Changes.Count ? Probe.Done(evidence) : Probe.NotDone(evidence);
    }

    private AptPlan Ended(JobEnd end, AptPlan plan) =>
        end.IsSuccess ? plan : throw new OperationFailedException($"apt upgrade on {Host} {end.Text}");
}
