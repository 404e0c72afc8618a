namespace RunbookDsl.Hosts;

/// <summary>Asserts what listeners show; see <see cref="HostCertificate.AssertValid"/>.</summary>
public sealed record HostCertificateCheck : HostCheck
{
    internal HostCertificateCheck(HostCertificate certificate)
        : base(certificate.Host) => Certificate = certificate;

    /// <summary>The certificate.</summary>
    public HostCertificate Certificate { get; }

    /// <inheritdoc/>
    public override string Kind => "Cert.AssertValid";

    /// <inheritdoc/>
    public override string Description =>
        $"{string.Join(", ", Certificate.Listeners)} of {Host} show {Certificate.Name}, valid for "
        + $"{Certificate.Least.TotalDays:0.#} days";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("certificate", Certificate.Name),
            .. Certificate.Listeners.Select(l => new Fact("listener", l)),
            new("valid for", $"{Certificate.Least.TotalDays:0.#} days"),
        ];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var shown = await Handshake.ReadAsync(context, Certificate, cancellation).ConfigureAwait(false);
        return Handshake.Wrong(context, Certificate, shown) is { } wrong
            ? Verdict.Fail(wrong)
            : Verdict.Pass(Handshake.Text(shown));
    }
}
