namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Runs a script that lies on the host, as root or <c>.As("deploy")</c>, as a transient systemd unit:
    /// a lost connection does not end it, and a resume takes it up again instead of starting another. Say
    /// what it <c>.Produces</c>: its exit code alone proves nothing. It gets no input and no secrets. Nobody
    /// knows how to take it back: give the step an <c>.Undo</c> or <c>.NoUndo</c>.
    /// </summary>
    /// <param name="path">Full path of an executable file on the host.</param>
    /// <param name="arguments">Each one argument; shown and journaled.</param>
    public ScriptOperation RunScript(string path, params string[] arguments) => new(this, path, arguments);

    /// <summary>The Debian packages of this host.</summary>
    public HostApt Apt() => new(this);
}
