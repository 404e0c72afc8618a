using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>An authority of the town, and a certificate of its site.</summary>
internal sealed class Certificates
{
    public Certificates(string site)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=town", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(90));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new CertificateRequest($"CN={site}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(site);
        own.CertificateExtensions.Add(names.Build());
        using var made = own.Create(authority, now.AddHours(-1), now.AddDays(60), [1, 2, 3]);
        Authority = authority.ExportCertificatePem() + "\n";
        Site = made.ExportCertificatePem() + "\n";
        SiteKey = key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    public string Authority { get; }

    public string Site { get; }

    public string SiteKey { get; }
}
