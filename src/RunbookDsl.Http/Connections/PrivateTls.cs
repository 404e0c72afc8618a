using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RunbookDsl.Http;

/// <summary>TLS with a server whose certificate comes from one authority that is given.</summary>
internal static class PrivateTls
{
    /// <summary>Trusts nobody but this authority, and asks nobody whether it took anything back.</summary>
    public static X509ChainPolicy Policy(X509Certificate2 trust) =>
        new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { trust },
            RevocationMode = X509RevocationMode.NoCheck,
        };

    public static async Task<Stream> SecureAsync(
        Stream stream,
        string host,
        X509Certificate2 trust,
        CancellationToken cancellation
    )
    {
        var secure = new SslStream(stream);
        try
        {
            await secure
                .AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = host,
                        CertificateChainPolicy = Policy(trust),
                    },
                    cancellation
                )
                .ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
