namespace RunbookDsl.Hosts;

/// <summary>A project of docker compose; see <see cref="SshHost.Compose"/>.</summary>
public sealed record HostCompose
{
    internal HostCompose(SshHost host, string folder) => (Host, Folder) = (host, RemotePath.Checked(folder));

    /// <summary>Where it runs.</summary>
    public SshHost Host { get; }

    /// <summary>Full path of the folder with its file.</summary>
    public string Folder { get; }

    /// <summary>
    /// Asserts that every service that its file names runs, and is healthy where it has a health check. A
    /// container that has ended, or is not there, fails it. Changes nothing.
    /// </summary>
    public ComposeCheck AssertRunning() => new(this);

    /// <summary>
    /// Starts what does not run, from the images that are there, and waits until it is healthy. The undo
    /// stops or removes those that did not run before; one that was made anew from another image stays so.
    /// </summary>
    public ComposeUpOperation Up() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Folder} on {Host}";
}
