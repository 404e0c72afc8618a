namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>The nginx of this host, as the distribution installs it: a service of that name.</summary>
    public HostNginx Nginx() => new(this);
}
