namespace RunbookDsl.Hosts;

/// <summary>Reads the lists of the mirrors; see <see cref="HostApt.Update"/>.</summary>
public sealed record AptUpdateOperation : HostOperation<Unit>
{
    internal AptUpdateOperation(SshHost host)
        : base(host) { }

    /// <inheritdoc/>
    public override string Kind => "Apt.Update";

    /// <inheritdoc/>
    public override string Description => $"read the mirrors' package lists on {Host}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("reading the lists once more does no harm"));

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        // Without the error mode apt ends with 0 when a mirror does not answer, and goes on with old lists.
        var call = new HostCall(
            Host,
            "read the package lists",
            [
                .. (string[])["apt-get", "-q", "-o", "APT::Update::Error-Mode=any"],
                .. (string[])["-o", "Acquire::Retries=2", "-o", "DPkg::Lock::Timeout=300", "update"],
            ]
        )
        {
            AsRoot = true,
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }
}
