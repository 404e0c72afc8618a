using RunbookDsl.Hosts.SshNet;

namespace RunbookDsl.Transports;

/// <content>Those of named packages.</content>
internal static partial class AllTransports
{
    static partial void AddNamed(List<Transport> all) =>
        all.Add(new("sshnet", (p, folder) => new SshNetHosts(p, folder)));
}
