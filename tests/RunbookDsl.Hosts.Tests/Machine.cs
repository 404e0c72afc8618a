using System.Collections;

namespace RunbookDsl.Hosts.Tests;

/// <summary>A runner on this machine with a directory of its own.</summary>
internal sealed class Machine : IDisposable
{
    public Machine(TimeProvider? clock = null, string? path = null)
    {
        Folder = Directory.CreateTempSubdirectory("runbook-hosts-").FullName;
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        environment["PATH"] = path ?? environment["PATH"];
        Runner = new LocalProcessRunner(Folder, environment, clock ?? TimeProvider.System);
    }

    public string Folder { get; }

    public LocalProcessRunner Runner { get; }

    public Task<ProcessResult> Shell(string script, CancellationToken cancellation = default) =>
        Runner.RunAsync(new ProcessCommand("sh", ["-c", script]), cancellation);

    public void Dispose() => Directory.Delete(Folder, true);
}
