namespace RunbookDsl.Hosts.SshNet;

/// <summary>One host on the way, as the operator's SSH configuration describes it.</summary>
/// <param name="HostName">The name or address to connect to.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">Who logs in.</param>
internal sealed record Hop(string HostName, int Port, string User)
{
    /// <summary>The name of its key in known_hosts, when it is not the address.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>Full paths of private keys; those that are not there are passed over.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Full paths of the files that know host keys.</summary>
    public IReadOnlyList<string> KnownHosts { get; init; } = [];

    /// <summary>Hosts to go through, as <c>ProxyJump</c> has them.</summary>
    public IReadOnlyList<string> Jumps { get; init; } = [];

    /// <summary>How known_hosts calls it.</summary>
    public string KeyName => KeyAlias ?? (Port == 22 ? HostName : $"[{HostName}]:{Port}");
}
