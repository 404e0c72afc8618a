namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>A systemd unit of this host.</summary>
    /// <param name="name">With its suffix, or without one for a service.</param>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public HostUnit Unit(string name) => new(this, name);
}
