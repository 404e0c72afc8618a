using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace RunbookDsl.Http;

/// <summary>Shakes hands with a host and looks at what it shows.</summary>
internal sealed class CertificateCheckRun(CertificateCheck check, StepContext context)
{
    private const int MostShown = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly List<string> _wrong = [];
    private string _shown = "";
    private DateTime _now = context.Clock.GetUtcNow().UtcDateTime;

    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var place = check.Address ?? check.Host;
        try
        {
            var made = await context
                .Port<IHttpConnector>()
                .ConnectAsync(place, check.Port, either.Token)
                .ConfigureAwait(false);
            place = made.Address;
            // A throw-away world signs by the real clock, which TLS itself goes by.
            if (made.Trust is not null)
                _now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var secure = new SslStream(made.Stream);
            await using var closing = secure.ConfigureAwait(false);
            await secure.AuthenticateAsClientAsync(Options(made), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _wrong.Add($"no certificate within {Durations.Text(Limit)}");
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            _wrong.Add(e.Message);
        }
        var seen = $"{check.Host} at {place}{_shown}";
        return _wrong.Count == 0 ? Verdict.Pass(seen) : Verdict.Fail($"{seen}: {string.Join(", ", _wrong)}");
    }

    private SslClientAuthenticationOptions Options(HttpConnection made)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = check.Host,
            // Whatever is wrong is told together; nothing is sent over the connection.
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                Judge(certificate as X509Certificate2, chain, errors);
                return true;
            },
        };
        if (made.Trust is { } trust)
            options.CertificateChainPolicy = PrivateTls.Policy(trust);
        return options;
    }

    private void Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            _wrong.Add("it shows no certificate");
            return;
        }
        var names = Names(certificate);
        var left = (int)Math.Floor((certificate.NotAfter.ToUniversalTime() - _now).TotalDays);
        _shown = string.Create(
            CultureInfo.InvariantCulture,
            $" shows a certificate for {string.Join(", ", names.Take(MostShown))}, {left} days left"
        );
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            _wrong.Add($"it is not for {check.Host}");
        foreach (var name in check.Names.Where(n => !certificate.MatchesHostname(n)))
            _wrong.Add($"it is not for {name}");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            _wrong.Add(string.Join(", ", Chain(chain)));
        if (left < check.Days)
            _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"expected at least {check.Days} days"));
    }

    private static IEnumerable<string> Chain(X509Chain? chain) =>
        chain is { ChainStatus.Length: > 0 }
            ? chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct()
            : ["no chain to an authority that this machine trusts"];

    private static string[] Names(X509Certificate2 certificate)
    {
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames())
            .ToArray();
        return names.Length > 0 ? names : [certificate.Subject];
    }
}
