using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>Through pgbouncer in transaction mode: each transaction meets another server process.</summary>
[CancelAfter(60_000)]
internal sealed class PoolerTests : JournalTest
{
    [Test]
    public async Task A_run_goes_through_a_pooler_in_transaction_mode()
    {
        var port = FreePort();
        using var pooler = Start(port);
        try
        {
            await AwaitAsync(port);
            var address = JournalAddress.Parse($"postgres://postgres@127.0.0.1:{port}/pooled");
            var options = Options() with { Address = address, Renewal = TimeSpan.FromMilliseconds(20) };
            var stores = Enumerable.Range(0, 4).Select(n => Store(options: options)).ToList();
            stores[0].Create(new RunIdentity("first", "x"), Lines.Opened).Dispose();

            await Task.WhenAll(
                stores.Select(
                    (store, n) =>
                        Task.Run(() =>
                        {
                            using var journal = store.Create(new RunIdentity($"run-{n}", "x"), Lines.Opened);
                            store.Locks.Take(new LockClaim($"run-{n}", 1), [$"r{n}"]);
                            for (var step = 0; step < 50; step++)
                                journal.Step($"step-{step}");
                            journal.WriteBlob("value"u8);
                            journal.Close(Lines.Closed, "done");
                        })
                )
            );

            foreach (var listing in stores[0].List())
                Assert.That(listing.Error, Is.Null);
            for (var n = 0; n < stores.Count; n++)
                Assert.That(Store().Read($"run-{n}").Records, Has.Count.EqualTo(102));
        }
        finally
        {
            pooler.Kill();
            await pooler.WaitForExitAsync();
        }
    }

    private Process Start(int port)
    {
        var server = Server.Cluster;
        var file = Path.Combine(Home, "pgbouncer.ini");
        File.WriteAllText(
            file,
            $"""
            [databases]
            pooled = host=127.0.0.1 port={server.Port} dbname={Name} user=postgres password={server.Password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 3
            server_lifetime = 1
            log_connections = 0
            log_disconnections = 0
            ignore_startup_parameters = extra_float_digits
            """
        );
        // pgbouncer does not run as root; somebody else must be able to read its settings.
        using (
            var open = Process.Start(new ProcessStartInfo("chmod") { ArgumentList = { "-R", "a+rX", Home } })!
        )
            open.WaitForExit();
        var program = Array.Find(["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"], File.Exists);
        Assert.That(program, Is.Not.Null, "pgbouncer is missing. Run: apt-get install -y pgbouncer");
        var start = new ProcessStartInfo(program!) { ArgumentList = { file }, RedirectStandardError = true };
        if (Environment.UserName == "root")
            start = new ProcessStartInfo("setpriv")
            {
                ArgumentList =
                {
                    "--reuid",
                    "nobody",
                    "--regid",
                    "nogroup",
                    "--clear-groups",
                    "--",
                    program!,
                    file,
                },
                RedirectStandardError = true,
            };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => TestContext.Progress.WriteLine(line.Data);
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task AwaitAsync(int port)
    {
        var isUp = false;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var n = 0; n < 500 && !isUp && await timer.WaitForNextTickAsync(); n++)
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                isUp = true;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        Assert.That(isUp, "pgbouncer does not listen");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
