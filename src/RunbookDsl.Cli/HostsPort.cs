using RunbookDsl.Hosts;

namespace RunbookDsl.Cli;

/// <summary>
/// The door to other machines; a class of its own, so that nothing of it is loaded before a step wants one.
/// </summary>
internal static class HostsPort
{
    public static object Make(IProcessRunner processes, IReadOnlyDictionary<string, string> environment)
    {
        var folder =
            environment.GetValueOrDefault("XDG_RUNTIME_DIR") is { Length: > 0 } own
                ? Path.Combine(own, "runbook-ssh")
            : environment.GetValueOrDefault("HOME") is { Length: > 0 } home
                ? Path.Combine(home, ".cache/runbook/ssh")
            : Path.Combine(Path.GetTempPath(), $"runbook-ssh-{Environment.ProcessId}");
        return new OpenSshHosts(processes, folder);
    }
}
