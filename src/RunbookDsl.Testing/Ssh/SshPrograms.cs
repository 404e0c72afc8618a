namespace RunbookDsl.Testing;

/// <summary>The programs that real connections need, and why they cannot be had.</summary>
/// <param name="Server">Full path of sshd.</param>
/// <param name="Client">Full path of ssh.</param>
/// <param name="Shell">Full path of bash: the only shell that opens sockets.</param>
/// <param name="Account">Who sshd runs as.</param>
internal sealed record SshPrograms(string Server, string Client, string Shell, SshAccount Account)
{
    /// <summary>What this machine has; null with what it lacks and how to get it.</summary>
    public static SshPrograms? Find(IReadOnlyDictionary<string, string> environment, out string missing)
    {
        missing = "";
        var server =
            Programs.Find("sshd", environment) ?? (File.Exists("/usr/sbin/sshd") ? "/usr/sbin/sshd" : null);
        var (client, shell) = (Programs.Find("ssh", environment), Programs.Find("bash", environment));
        if (server is null || client is null || shell is null)
        {
            var (program, package) =
                server is null ? ("sshd", "openssh-server")
                : client is null ? ("ssh", "openssh-client")
                : ("bash", "bash");
            missing =
                $"no program '{program}', needed for the hosts of the world. Install it: apt-get install -y {package}";
            return null;
        }
        if (SshAccount.Find(environment) is { } account)
            return new(server, client, shell, account);
        missing =
            "nobody but root has a login shell in /etc/passwd, and sshd is not run as root here. Run runbook as "
            + "an ordinary user, or: useradd --system --shell /bin/sh runbook-world";
        return null;
    }
}
