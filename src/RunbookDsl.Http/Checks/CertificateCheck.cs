using System.Collections.Immutable;
using System.Globalization;

namespace RunbookDsl.Http;

/// <summary>An assertion on a certificate; see <see cref="Tls.AssertCertificate"/>.</summary>
/// <param name="Host">The name it has to be for; sent as server name.</param>
/// <param name="Port">The port.</param>
public sealed record CertificateCheck(string Host, int Port) : Check
{
    /// <summary>Address to connect to instead of the one the name resolves to; null resolves.</summary>
    public string? Address { get; private init; }

    /// <summary>How many days it has to be valid from now on. Default 14.</summary>
    public int Days { get; private init; } = 14;

    /// <summary>Further names it has to be for. Default none.</summary>
    public ImmutableArray<string> Names { get; private init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Tls.AssertCertificate";

    /// <inheritdoc/>
    public override string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"check that {Host}{Place} shows a valid certificate with {Days} days left{Also}"
        );

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("host", string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}")),
            new("days", Days.ToString(CultureInfo.InvariantCulture)),
            .. Address is null ? Array.Empty<Fact>() : [new("via", Address)],
            .. Names.Select(n => new Fact("name", n)),
        ];

    private string Place => Address is null ? "" : $" at {Address}";

    private string Also => Names.IsEmpty ? "" : $", also for {string.Join(", ", Names)}";

    /// <summary>A copy that connects to this address and still asks for the host's name.</summary>
    public CertificateCheck Via(string address) =>
        this with
        {
            Address = System.Net.IPAddress.TryParse(address, out _)
                ? address
                : throw new ArgumentException($"Via wants an IP address: '{address}' is none."),
        };

    /// <summary>A copy that wants so many days left.</summary>
    public CertificateCheck DaysLeft(int days) =>
        this with
        {
            Days = days >= 0 ? days : throw new ArgumentException("DaysLeft wants 0 or more."),
        };

    /// <summary>A copy that wants the certificate to be for this name too.</summary>
    public CertificateCheck For(string name) => this with { Names = Names.Add(name.ToLowerInvariant()) };

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        new CertificateCheckRun(this, context).RunAsync(cancellation);
}
