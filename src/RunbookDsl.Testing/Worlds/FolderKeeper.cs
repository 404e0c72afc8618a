using System.Diagnostics;

namespace RunbookDsl.Testing;

/// <summary>
/// The work directory, with a small shell process that removes it when the pipe from us closes: when we are
/// done, or were killed.
/// </summary>
internal sealed class FolderKeeper : IAsyncDisposable
{
    private const string Script = """
        exec >/dev/null 2>&1
        while read -r _; do :; done
        rm -rf -- "$1"
        """;

    private readonly Process _process;

    private FolderKeeper(Process process, string path) => (_process, Path) = (process, path);

    public string Path { get; }

    public static FolderKeeper Start(IReadOnlyDictionary<string, string> environment)
    {
        var setsid = Programs.Need("setsid", "keep Ctrl+C away from the world", "util-linux", environment);
        var path = Directory.CreateTempSubdirectory("runbook-world-").FullName;
        var command = Tool.Command(
            [setsid, .. Shell.Command(Script, environment), "runbook-world", path],
            "/",
            ServerEnvironment.Of(environment)
        );
        return new(Process.Start(command)!, path);
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }
    }
}
