namespace RunbookDsl.Hosts;

/// <summary>A systemd unit of a host; see <see cref="SshHost.Unit"/>.</summary>
/// <remarks>
/// Every change keeps whether the unit ran and whether it was enabled, and its undo puts exactly that back.
/// All changes but <see cref="Restart"/> are looked at first and left out when there is nothing to do.
/// </remarks>
public sealed record HostUnit
{
    private const string Allowed = ".-_:@\\";

    internal HostUnit(SshHost host, string name)
    {
        if (
            name is not { Length: > 0 and <= 250 }
            || name[0] == '-'
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal))
        )
            throw new ArgumentException($"'{name}' is no name of a unit: letters, digits and {Allowed}");
        (Host, Name) = (host, name);
    }

    /// <summary>Where it is.</summary>
    public SshHost Host { get; }

    /// <summary>As the author named it; without a suffix it is a service.</summary>
    public string Name { get; }

    /// <summary>With its suffix.</summary>
    public string FullName => Name.Contains('.', StringComparison.Ordinal) ? Name : $"{Name}.service";

    /// <summary>Writes down how the unit is. Changes nothing.</summary>
    public UnitStatusOperation Status() => new(this);

    /// <summary>
    /// Stops it. It comes back with the next reboot, a timer, a socket or a deployment: see
    /// <see cref="Hold"/>.
    /// </summary>
    public UnitOperation Stop() => new(this, "Stop", "stop", new(IsActive: false));

    /// <summary>
    /// Starts it, and holds it for started when it ran on for 30 s without a restart
    /// (<see cref="UnitOperation.StableFor"/>).
    /// </summary>
    public UnitOperation Start() => new(this, "Start", "start", new(IsActive: true));

    /// <summary>
    /// Stops it and masks it: nothing can start it, also not a reboot, until it is put back. Fails for a unit
    /// whose file was written by hand into <c>/etc/systemd/system</c>, which systemd cannot mask.
    /// </summary>
    public UnitOperation Hold() =>
        new(this, "Hold", "stop and hold", new(IsActive: false) { File = UnitFile.Masked });

    /// <summary>Lets it be started again after a <see cref="Hold"/> or <see cref="Mask"/>; starts
    /// nothing.</summary>
    public UnitOperation Unmask() => new(this, "Unmask", "unmask", new() { File = UnitFile.Unmasked });

    /// <summary>Makes it impossible to start it, until it is unmasked; what runs goes on.</summary>
    public UnitOperation Mask() => new(this, "Mask", "mask", new() { File = UnitFile.Masked });

    /// <summary>Lets it start with the machine; starts nothing now.</summary>
    public UnitOperation Enable() => new(this, "Enable", "enable", new() { File = UnitFile.Enabled });

    /// <summary>No longer lets it start with the machine; what runs goes on.</summary>
    public UnitOperation Disable() => new(this, "Disable", "disable", new() { File = UnitFile.Disabled });

    /// <summary>
    /// Restarts it, or starts it when it does not run. After an interruption its invocation id tells whether
    /// it was restarted; it is never restarted twice for one step.
    /// </summary>
    public RestartOperation Restart() => new(this);

    /// <summary>
    /// Tells it to read its configuration again; fails when it does not run. An exit code of 0 does not say
    /// that the new configuration is in force: verify its effect.
    /// </summary>
    public ReloadOperation Reload() => new(this);

    /// <summary>Asserts that it runs. One look, changes nothing.</summary>
    public UnitCheck AssertActive() => new(this, isActive: true);

    /// <summary>Asserts that nothing of it runs. One look, changes nothing.</summary>
    public UnitCheck AssertInactive() => new(this, isActive: false);

    /// <summary>
    /// Waits until it has run for <see cref="UnitCheck.StableFor"/> without a restart; fails after
    /// <paramref name="within"/>. Changes nothing.
    /// </summary>
    public UnitCheck WaitActive(TimeSpan within) => new(this, isActive: true) { Within = within };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} on {Host}";
}
