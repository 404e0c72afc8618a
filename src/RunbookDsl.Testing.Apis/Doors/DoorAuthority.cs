using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// Signs for the hosts of the world. Made anew in each process and kept in memory; nothing but what this
/// process starts is told to trust it.
/// </summary>
internal sealed class DoorAuthority
{
    private static readonly Lazy<DoorAuthority> One = new(() => new DoorAuthority());
    private readonly ConcurrentDictionary<string, SslStreamCertificateContext> _leaves = new();
    private readonly DateTimeOffset _from = TimeProvider.System.GetUtcNow().AddDays(-1);

    private DoorAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Throw-away world", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(_from, _from.AddDays(91));
        Trust = X509CertificateLoader.LoadCertificate(Root.RawData);
    }

    /// <summary>The authority of this process.</summary>
    public static DoorAuthority Current => One.Value;

    /// <summary>What clients have to trust.</summary>
    public X509Certificate2 Trust { get; }

    private X509Certificate2 Root { get; }

    /// <summary>The certificate of a host or an address.</summary>
    public SslStreamCertificateContext For(string host) => _leaves.GetOrAdd(host, Sign);

    private SslStreamCertificateContext Sign(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(host.Length <= 64 ? host : "host");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true)
        );
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)
        );
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, true, false)
        );
        using var signed = request.Create(Root, _from, _from.AddDays(90), RandomNumberGenerator.GetBytes(16));
        return SslStreamCertificateContext.Create(signed.CopyWithPrivateKey(key), [Trust], offline: true);
    }
}
