using RunbookDsl.Hosts;

namespace RunbookDsl.Cli;

/// <summary>
/// The door to other machines; a class of its own, so that nothing of it is loaded before a step wants one.
/// </summary>
internal static partial class HostsPort
{
    /// <summary>The operator's own <c>ssh</c>.</summary>
    public const string OpenSsh = "openssh";

    /// <summary>SSH.NET, where the command was built with it.</summary>
    public const string SshNet = "sshnet";

    private static ClientChoice Choice =>
        new("--ssh", "RUNBOOK_SSH", OpenSsh, SshNet)
        {
            Kind = "SSH client",
            Reaches = "hosts",
            Package = "SSH.NET",
            IsBuilt = IsBuilt,
        };

    private static bool IsBuilt
    {
        get
        {
            var isBuilt = false;
            TellNamed(ref isBuilt);
            return isBuilt;
        }
    }

    /// <summary>The client that the operator chose for this command; null for none, and where no host is
    /// reached.</summary>
    /// <exception cref="UsageException">There is none of that name, or it would not be used.</exception>
    public static string? Chosen(Invocation invocation, ProcessSettings settings) =>
        Choice.Of(invocation, settings);

    public static object Make(IProcessRunner processes, Session session)
    {
        var environment = session.Settings.Environment;
        var home = environment.GetValueOrDefault("HOME") is { Length: > 0 } given ? given : null;
        if (session.Ssh == SshNet)
        {
            IRemoteHosts? named = null;
            MakeNamed(processes, home ?? "/", ref named);
            return named!;
        }
        var folder =
            environment.GetValueOrDefault("XDG_RUNTIME_DIR") is { Length: > 0 } own
                ? Path.Combine(own, "runbook-ssh")
            : home is not null ? Path.Combine(home, ".cache/runbook/ssh")
            : Path.Combine(Path.GetTempPath(), $"runbook-ssh-{Environment.ProcessId}");
        return new OpenSshHosts(processes, folder);
    }

    static partial void TellNamed(ref bool isBuilt);

    static partial void MakeNamed(IProcessRunner processes, string home, ref IRemoteHosts? hosts);
}
