namespace RunbookDsl.Http;

/// <summary>Looks at certificates from outside, as a visitor's browser would.</summary>
public static class Tls
{
    /// <summary>
    /// Asserts that a host shows a certificate for its name, from an authority that this machine trusts, with
    /// at least 14 days left. With <c>.Via("203.0.113.7")</c>: a new host, before its name leads there.
    /// </summary>
    /// <param name="host">Its name.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="ArgumentException">It is no name of a host; becomes an authoring error at its
    /// line.</exception>
    public static CertificateCheck AssertCertificate(string host, int port = 443) =>
        Uri.CheckHostName(host) == UriHostNameType.Dns && port is > 0 and <= ushort.MaxValue
            ? new(host.ToLowerInvariant(), port)
            : throw new ArgumentException(
                FormattableString.Invariant($"'{host}' port {port} is no name of a host with a port.")
            );
}
