using RunbookDsl.Hosts.SshNet;

namespace RunbookDsl.Cli;

/// <content>Compiled with NamedPackages=true alone.</content>
internal static partial class HostsPort
{
    static partial void TellNamed(ref bool isBuilt) => isBuilt = true;

    static partial void MakeNamed(IProcessRunner processes, string home, ref IRemoteHosts? hosts) =>
        hosts = new SshNetHosts(processes, home);
}
