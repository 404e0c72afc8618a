using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>A resolver of another maker in front of the server that knows.</summary>
[CancelAfter(60_000)]
internal sealed class UnboundTests
{
    [Test]
    public async Task Unbound_ResolvesThroughTheWorld()
    {
        await using var world = await DnsWorld.StartAsync();
        var folder = Directory.CreateTempSubdirectory("runbook-unbound-");
        try
        {
            var (unbound, port) = await Start(world.Scene.AuthoritativePort, folder.FullName);
            using var ending = unbound;
            try
            {
                Assert.That(
                    new[]
                    {
                        await Dig(port, "www.makerepo.com", "A"),
                        await Dig(port, "shop.makerepo.com", "A"),
                        await Dig(port, "x.apps.makerepo.com", "A"),
                        await Dig(port, "makerepo.com", "MX"),
                        await Dig(port, "makerepo.com", "CAA"),
                        await Dig(port, "nowhere.makerepo.com", "A"),
                        await Dig(port, "www.makerepo.com", "PTR"),
                    },
                    Is.EqualTo(
                        new[]
                        {
                            "NOERROR 192.0.2.10",
                            "NOERROR www.makerepo.com. 192.0.2.10",
                            "NOERROR 192.0.2.30",
                            "NOERROR 10 mail.makerepo.com.",
                            "NOERROR 0 issue \"letsencrypt.org\"",
                            "NXDOMAIN ",
                            "NOERROR ",
                        }
                    )
                );
                Assert.That(
                    world.Log.Count(l => l.Contains("authoritative", StringComparison.Ordinal)),
                    Is.Positive
                );
                Assert.That(world.Found, Is.Empty);
            }
            finally
            {
                unbound.Kill();
                await unbound.WaitForExitAsync();
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task<string> Dig(int port, string name, string type)
    {
        var (_, told) = await Clients.Run(
            "dig",
            new Dictionary<string, string>(),
            "@127.0.0.1",
            "-p",
            $"{port}",
            name,
            type
        );
        var status = told.Split("status: ")[1].Split(',')[0];
        var answers = told.Split('\n')
            .SkipWhile(l => l != ";; ANSWER SECTION:")
            .Skip(1)
            .TakeWhile(l => l.Length > 0)
            .Select(l => l.Split('\t', ' ', StringSplitOptions.RemoveEmptyEntries).Skip(4))
            .Select(words => string.Join(' ', words));
        return $"{status} {string.Join(' ', answers)}";
    }

    // As root it takes another user by itself.
    private static string Configuration(int port, int authoritative, string folder) =>
        $"""
            server:
                interface: 127.0.0.1
                port: {port}
                do-not-query-localhost: no
                do-daemonize: no
                use-syslog: no
                logfile: ""
                verbosity: 1
                chroot: ""
                directory: "{folder}"
                pidfile: ""
                username: "{(Environment.UserName == "root" ? "nobody" : "")}"
                module-config: "iterator"
                num-threads: 1
            remote-control:
                control-enable: no
            stub-zone:
                name: "makerepo.com"
                stub-addr: 127.0.0.1@{authoritative}

            """;

    private static async Task<(Process Process, int Port)> Start(int authoritative, string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var file = Path.Combine(folder, "unbound.conf");
            await File.WriteAllTextAsync(file, Configuration(port, authoritative, folder));
            var (process, said) = await Start(file);
            if (process is not null)
                return (process, port);
            // Somebody took the port since it was free, or has it for TCP.
            if (attempt == 20 || !said.Contains("Address already in use", StringComparison.Ordinal))
                throw new InvalidOperationException(said);
        }
    }

    private static async Task<(Process? Process, string Said)> Start(string file)
    {
        var program = new[] { "/usr/sbin/unbound", "/usr/local/sbin/unbound" }.First(File.Exists);
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in (string[])["-d", "-c", file])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            said.Add(line);
            if (line.Contains("start of service", StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync();
                return (process, "");
            }
        }
        process.Dispose();
        return (null, string.Join('\n', said));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
