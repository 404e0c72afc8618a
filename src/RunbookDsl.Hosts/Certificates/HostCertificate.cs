namespace RunbookDsl.Hosts;

/// <summary>A certificate of a host; see <see cref="SshHost.Certificate"/>.</summary>
public sealed record HostCertificate
{
    internal HostCertificate(SshHost host, string name)
    {
        if (Uri.CheckHostName(name) != UriHostNameType.Dns || name[0] == '-')
            throw new ArgumentException($"'{name}' is no name of a certificate: a name of a host");
        (Host, Name) = (host, name);
    }

    /// <summary>Where it is.</summary>
    public SshHost Host { get; }

    /// <summary>Its name, at certbot and in the handshake.</summary>
    public string Name { get; }

    /// <summary>Where it is shown, as the host itself reaches it. Default <c>127.0.0.1:443</c>.</summary>
    public IReadOnlyList<string> Listeners { get; private init; } = ["127.0.0.1:443"];

    /// <summary>The unit that has to read it anew. Default <c>nginx</c>.</summary>
    public string Unit { get; private init; } = "nginx";

    /// <summary>How long it must be valid. Default 30 days, when certbot renews.</summary>
    public TimeSpan Least { get; private init; } = TimeSpan.FromDays(30);

    /// <summary>A copy that looks at these listeners, and not at port 443 alone.</summary>
    /// <param name="listeners">Each an address and a port: <c>127.0.0.1:8443</c>.</param>
    public HostCertificate On(params string[] listeners)
    {
        foreach (var listener in listeners)
            if (!System.Net.IPEndPoint.TryParse(listener, out var point) || point.Port == 0)
                throw new ArgumentException($"'{listener}' is no listener: write address:port");
        return this with { Listeners = listeners };
    }

    /// <summary>A copy that reloads another unit. Default <c>nginx</c>.</summary>
    public HostCertificate Reloading(string unit) => this with { Unit = new HostUnit(Host, unit).Name };

    /// <summary>A copy that asks for another time. Default 30 days.</summary>
    public HostCertificate ValidFor(TimeSpan least) => this with { Least = least };

    /// <summary>
    /// Renews it with certbot, after a trial against its staging service, and lets the unit read it anew.
    /// Left out while every listener shows one that is valid for long enough. Verified by a handshake with
    /// each listener, not by a file's date. Nobody can take it back.
    /// </summary>
    public CertificateRenewOperation Renew() => new(this);

    /// <summary>Asserts that every listener shows it, and that it stays valid for long enough. Changes
    /// nothing.</summary>
    public HostCertificateCheck AssertValid() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"certificate {Name} on {Host}";
}
