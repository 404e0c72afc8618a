using System.Diagnostics;

namespace RunbookDsl.Testing;

/// <summary>
/// A small shell process between us and the server. It holds the reading end of a pipe whose other end only
/// we have: when that closes (we are done, or were killed in whatever way) it stops the server and removes
/// the world's folder, which is made after it was started. It has a session of its own, so Ctrl+C in the
/// terminal reaches neither it nor the server.
/// </summary>
internal sealed class Supervisor : IServerKeeper
{
    private const string Go = "go";

    // The texts below are fixed; everything that varies is a positional argument. One signal is not enough:
    // a shell's background process ignores SIGQUIT until the server has installed its handler.
    private const string Script =
        Remains.Functions
        + $$"""
            folder=$1; shift
            exec 3<&0
            read -r go <&3
            if [ "$go" = {{Go}} ]; then
              echo $$ >"$folder/supervisor.pid"
              exec 2>>"$folder/server.log"
              cd "$folder"
              "$@" </dev/null >>"$folder/server.log" 2>&1 3<&- &
              server=$!
              ( read -r _ <&3; while kill -QUIT "$server"; do sleep 0.1; done ) >/dev/null 2>&1 &
              watcher=$!
              wait "$server"
              kill "$watcher" 2>/dev/null
              ( echo ended )
            fi
            exec >/dev/null 2>&1
            while read -r _ <&3; do :; done
            end_programs "$folder"
            remove "$folder"
            """;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string _folder;

    private Supervisor(Process process, string folder)
    {
        (_process, _folder) = (process, folder);
        ServerEnded = process.StandardOutput.ReadLineAsync();
    }

    /// <summary>Completes when the server has ended, wanted or not.</summary>
    public Task ServerEnded { get; }

    /// <summary>What the server has logged so far.</summary>
    public string Log
    {
        get
        {
            var log = Path.Combine(_folder, "server.log");
            return File.Exists(log) ? File.ReadAllText(log) : "";
        }
    }

    /// <summary>Makes the folder, and sees to it that it goes.</summary>
    /// <param name="folder">Full path; not there yet.</param>
    /// <param name="server">The command line for <see cref="Begin"/>.</param>
    /// <param name="environment">The environment of this machine.</param>
    /// <param name="variables">More variables for the server.</param>
    public static Supervisor Start(
        string folder,
        IReadOnlyList<string> server,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        var setsid = Programs.Need(
            "setsid",
            "keep Ctrl+C away from the throw-away server",
            "util-linux",
            environment
        );
        var all = ServerEnvironment.Of(environment);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            all[name] = value;
        // Its errors go to the server's log; the pipe for them is closed by the script at once.
        var command = Tool.Command(
            [setsid, .. Shell.Command(Script, environment), "runbook-world", folder, .. server],
            "/",
            all
        );
        var process = Process.Start(command)!;
        try
        {
            Directory.CreateDirectory(folder, ClusterFiles.Private);
            return new(process, folder);
        }
        catch
        {
            process.StandardInput.Close();
            process.Dispose();
            throw;
        }
    }

    /// <summary>The folder is filled: starts the server.</summary>
    public void Begin() => _process.StandardInput.WriteLine(Go);

    /// <summary>Stops the server at once and waits until its folder is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
            await _process
                .WaitForExitAsync(limit.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
