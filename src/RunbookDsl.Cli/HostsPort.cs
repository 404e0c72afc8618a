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

    /// <summary>The client that the operator chose for this command; null for none, and where no host is
    /// reached.</summary>
    /// <exception cref="UsageException">There is none of that name, or it would not be used.</exception>
    public static string? Chosen(Invocation invocation, ProcessSettings settings) =>
        (invocation.Value("--ssh") ?? settings.Value("RUNBOOK_SSH")) is { } client
        && invocation.Command.Options.Any(o => o.Name == "--ssh")
            ? Checked(client, invocation)
            : null;

    private static string Checked(string client, Invocation invocation)
    {
        if (invocation.Has("--ssh") && invocation.Has("--sandbox"))
            throw new UsageException(
                "--ssh says how real hosts are reached; --sandbox reaches none.",
                invocation.Command
            );
        if (client is not (OpenSsh or SshNet))
            throw new UsageException(
                $"'{client}' is no SSH client: {OpenSsh} or {SshNet}.",
                invocation.Command
            );
        var isBuilt = false;
        TellNamed(ref isBuilt);
        return client == OpenSsh || isBuilt
            ? client
            : throw new UsageException(
                $"this runbook was built without SSH.NET. Build it with -p:NamedPackages=true from a registry "
                    + $"that has the package, or take --ssh {OpenSsh}.",
                invocation.Command
            );
    }

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
