namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>What systemd's journal holds of a unit. Errors are its messages of priority <c>err</c> and
    /// worse.</summary>
    /// <param name="unit">With its suffix, or without one for a service.</param>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public HostLog Journal(string unit) => new(this, new HostUnit(this, unit).FullName, null);

    /// <summary>A log file, followed through its rotation to <c>name.1</c> or <c>name-…</c>. Errors are lines
    /// with error, fatal, panic, exception, critical or emerg in them.</summary>
    /// <param name="path">Full path of the file.</param>
    public HostLog LogFile(string path) => new(this, null, RemotePath.Checked(path));
}
