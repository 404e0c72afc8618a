using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>Debian's pgbouncer between a client and a port, as whoever the server runs as.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, int port) =>
        (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Starts one that leads to this port of 127.0.0.1.</summary>
    public static async Task<PgBouncer> StartAsync(int server, string pooling)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var bouncer = Start(server, pooling, port);
            if (await bouncer.IsUpAsync())
                return bouncer;
            await bouncer.DisposeAsync();
            Assert.That(attempt, Is.LessThan(10), "somebody takes every free port");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, true);
    }

    private static PgBouncer Start(int server, string pooling, int port)
    {
        var folder = Directory.CreateTempSubdirectory("runbook-bouncer-").FullName;
        var password = Machine.Cluster.Password;
        var file = Path.Combine(folder, "pgbouncer.ini");
        File.WriteAllText(
            file,
            $"""
            [databases]
            * = host=127.0.0.1 port={server.ToString(
                CultureInfo.InvariantCulture
            )} user=postgres password={password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port.ToString(CultureInfo.InvariantCulture)}
            unix_socket_dir =
            auth_type = any
            pool_mode = {pooling}
            default_pool_size = 2
            ignore_startup_parameters = extra_float_digits,search_path
            """
        );
        var user = ServerUser.Find(Machine.Environment());
        user.Own(folder);
        user.Own(file);
        var program = Programs.Find("pgbouncer", Machine.Environment()) ?? "/usr/sbin/pgbouncer";
        var command = Tool.Command([.. user.Prefix, program, file], "/", Machine.Environment());
        return new(Process.Start(command)!, folder, port);
    }

    private async Task<bool> IsUpAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            if (line.Contains("process up", StringComparison.Ordinal))
            {
                // What it says from now on must not fill the pipe.
                _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return true;
            }
        return false;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
