using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Renews a certificate; see <see cref="HostCertificate.Renew"/>.</summary>
public sealed record CertificateRenewOperation : HostOperation<CertificateResult>
{
    internal CertificateRenewOperation(HostCertificate certificate)
        : base(certificate.Host) => Certificate = certificate;

    /// <summary>The certificate.</summary>
    public HostCertificate Certificate { get; }

    /// <inheritdoc/>
    public override string Kind => "Cert.Renew";

    /// <inheritdoc/>
    public override string Description =>
        $"renew the {Certificate} and let {Certificate.Unit} read it anew, unless it is valid for "
        + $"{Certificate.Least.TotalDays:0.#} days";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification =>
        $"a handshake with {string.Join(", ", Certificate.Listeners)} shows the new one";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Warning =>
        "Renewed on the disk is not renewed: a listener shows the old one until its program reads it anew";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. new HostCertificateCheck(Certificate).Facts, new("reloaded", Certificate.Unit)];

    /// <inheritdoc/>
    protected override JsonTypeInfo<CertificateResult> JsonInfo => HostsJson.Default.CertificateResult;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var shown = await Handshake.ReadAsync(context, Certificate, cancellation).ConfigureAwait(false);
        return Handshake.Wrong(context, Certificate, shown) is { } wrong
            ? Probe.NotDone(wrong)
            : Probe.Done(Handshake.Text(shown), ResultOf(shown));
    }

    /// <inheritdoc/>
    public override async Task<CertificateResult> RunAsync(
        StepContext context,
        CancellationToken cancellation
    )
    {
        string[] words = ["certbot", "renew", "--cert-name", Certificate.Name, "--non-interactive"];
        var trial = new HostCall(Host, $"try to renew {Certificate.Name}", [.. words, "--dry-run"])
        {
            AsRoot = true,
        };
        await trial.AskAsync(context, cancellation).ConfigureAwait(false);
        var call = new HostCall(Host, $"renew {Certificate.Name}", [.. words, "--no-random-sleep-on-renew"])
        {
            AsRoot = true,
            IsShown = true,
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        await UnitChange
            .TellAsync(context, new HostUnit(Host, Certificate.Unit), "reload", cancellation)
            .ConfigureAwait(false);
        return ResultOf(await Handshake.ReadAsync(context, Certificate, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        CertificateResult result,
        CancellationToken cancellation
    ) => new HostCertificateCheck(Certificate).RunAsync(context, cancellation);

    private CertificateResult ResultOf(IReadOnlyList<(string Listener, CertificateState? State)> shown) =>
        new(Certificate.Name, [.. shown.Select(s => s.State).OfType<CertificateState>()]);
}
