using System.Diagnostics;

namespace RunbookDsl.Testing;

/// <summary>
/// The work directory, with a small shell process that removes it when the pipe from us closes: when we are
/// done, or were killed. Programs that were started in the world are ended first.
/// </summary>
internal sealed class FolderKeeper : IAsyncDisposable
{
    private const string Quiet = "quiet";
    private const string Sweep = "sweep";
    private const string Script =
        Remains.Functions
        + $$"""
            exec >/dev/null 2>&1
            while read -r line; do
              said=$line
              if [ "$line" = {{Sweep}} ]; then end_programs "$1"; remove "$1"; fi
            done
            [ "$said" = {{Quiet}} ] || end_programs "$1"
            remove "$1"
            """;

    // Held: the pipe closes with the process, and not before.
    private static readonly List<FolderKeeper> Abandoned = [];
    private readonly Process _process;

    private FolderKeeper(Process process, string path) => (_process, Path) = (process, path);

    public string Path { get; }

    /// <summary>Whether programs were started that know this folder.</summary>
    public bool HadPrograms { get; set; }

    public static FolderKeeper Start(IReadOnlyDictionary<string, string> environment)
    {
        var setsid = Programs.Need("setsid", "keep Ctrl+C away from the world", "util-linux", environment);
        var path = Remains.NewPath(System.IO.Path.GetTempPath(), "runbook-world-");
        var command = Tool.Command(
            [setsid, .. Shell.Command(Script, environment), "runbook-world", path],
            "/",
            ServerEnvironment.Of(environment)
        );
        var process = Process.Start(command)!;
        try
        {
            Directory.CreateDirectory(path, ClusterFiles.Private);
            return new(process, path);
        }
        catch
        {
            process.StandardInput.Close();
            process.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Ends the programs and removes the folder now, and once more when this process has ended: somebody in
    /// it may still be at work there.
    /// </summary>
    public void Abandon()
    {
        lock (Abandoned)
            Abandoned.Add(this);
        _process.StandardInput.WriteLine(Sweep);
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            if (!HadPrograms)
                await _process.StandardInput.WriteLineAsync(Quiet).ConfigureAwait(false);
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }
    }
}
