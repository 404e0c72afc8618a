using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Hosts.Tests.Queues;

/// <summary>A redis-server of this machine on loopback, which ends with who started it.</summary>
internal sealed class RealRedis : IAsyncDisposable
{
    // The shell holds a pipe to its parent: it closes when that one ends, also by kill -9.
    private const string Supervised = """
        redis-server --port "$1" --bind 127.0.0.1 --dir "$2" --save '' --appendonly no --requirepass "$3" &
        cat > /dev/null
        kill -9 $!
        """;
    private readonly Process _shell;

    private RealRedis(Process shell, int port, string password) =>
        (_shell, Port, Password) = (shell, port, password);

    public int Port { get; }

    public string Password { get; }

    public static bool IsHere =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(p => File.Exists(Path.Combine(p, "redis-server")));

    public static async Task<RealRedis> StartAsync(string folder, string password = "open sesame")
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var start = new ProcessStartInfo("sh", ["-c", Supervised, "sh", $"{port}", folder, password])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            var redis = new RealRedis(Process.Start(start)!, port, password);
            if (await redis.IsReadyAsync())
                return redis;
            await redis.DisposeAsync();
            Assert.That(attempt, Is.LessThan(5), "redis-server does not come up");
        }
    }

    /// <summary>What redis-cli says to one command.</summary>
    public Task<string> AskAsync(params string[] command) => CliAsync(null, command);

    /// <summary>What redis-cli says to commands, a line each.</summary>
    public Task<string> TellAsync(params string[] lines) => CliAsync(string.Join('\n', lines) + "\n", []);

    /// <summary>A key that nobody has used for a time.</summary>
    public async Task IdleAsync(string key, TimeSpan idle)
    {
        await AskAsync("SET", key, "x");
        var image = (await AskAsync("--no-raw", "DUMP", key)).Trim();
        await TellAsync($"RESTORE {key} 0 {image} REPLACE IDLETIME {(long)idle.TotalSeconds}");
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        while (await _shell.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                return true;
            else if (line.Contains("bind: Address already in use", StringComparison.Ordinal))
                return false;
        return false;
    }

    private async Task<string> CliAsync(string? input, string[] command)
    {
        var start = new ProcessStartInfo("redis-cli", ["-p", $"{Port}", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["REDISCLI_AUTH"] = Password;
        using var cli = Process.Start(start)!;
        await cli.StandardInput.WriteAsync(input ?? "");
        cli.StandardInput.Close();
        var said = await cli.StandardOutput.ReadToEndAsync();
        await cli.WaitForExitAsync();
        return said;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
