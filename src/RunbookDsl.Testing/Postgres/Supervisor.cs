using System.Diagnostics;

namespace RunbookDsl.Testing;

/// <summary>
/// A small shell process between us and the server. It holds the reading end of a pipe whose other end only
/// we have: when
/// that closes (we are done, or were killed in whatever way) it stops the server and removes the world's
/// folder. It has a
/// session of its own, so Ctrl+C in the terminal reaches neither it nor the server.
/// </summary>
internal sealed class Supervisor : IAsyncDisposable
{
    // The texts below are fixed; everything that varies is a positional argument. The first line that comes
    // starts the server. One signal is not enough: a shell's background process ignores SIGQUIT until the
    // server has installed its handler. Nor may one attempt be: a copying program may still be writing.
    private const string Script = """
        folder=$1; shift
        echo $$ >"$folder/supervisor.pid"
        exec 3<&0 2>>"$folder/server.log"
        if read -r _ <&3; then
          "$@" </dev/null >>"$folder/server.log" 2>&1 3<&- &
          server=$!
          ( read -r _ <&3; while kill -QUIT "$server"; do sleep 0.1; done ) >/dev/null 2>&1 &
          watcher=$!
          wait "$server"
          kill "$watcher" 2>/dev/null
          echo ended
          exec >/dev/null 2>&1
          while read -r _ <&3; do :; done
        fi
        exec >/dev/null 2>&1
        tries=0
        until rm -rf -- "$folder" || [ "$tries" = 100 ]; do tries=$((tries + 1)); sleep 0.1; done
        """;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
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

    /// <summary>Starts a server whose folder is filled.</summary>
    public static Supervisor Start(
        string folder,
        IReadOnlyList<string> server,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        var supervisor = Watch(folder, server, environment, variables);
        supervisor.Begin();
        return supervisor;
    }

    /// <summary>Watches over a folder that is still to be filled.</summary>
    public static Supervisor Watch(
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
            folder,
            all
        );
        return new(Process.Start(command)!, folder);
    }

    /// <summary>The folder is filled: the server starts.</summary>
    public void Begin()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

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
