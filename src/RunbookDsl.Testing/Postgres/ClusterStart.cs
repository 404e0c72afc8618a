using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>Brings one cluster up: binaries, user, folder, copy, configuration, server, password.</summary>
internal sealed class ClusterStart(ClusterOptions options)
{
    private const int LongestSocketPath = 107;
    private const int Attempts = 10;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Gives the ports to try. The port is free when we look and may be taken when the server does.
    /// </summary>
    public Func<int> NextPort { get; init; } = FreePort;

    public async Task<LocalCluster> RunAsync(CancellationToken cancellation)
    {
        var user = ServerUser.Find(options.Environment);
        var binaries = await PostgresBinaries.FindAsync(options, cancellation).ConfigureAwait(false);
        StaleClusters.Sweep(options.Clock);
        for (var attempt = 1; ; attempt++)
        {
            var (folder, port) = (NewFolder(user), NextPort());
            var supervisor = Watch(folder, user, binaries, port);
            var isReady = false;
            try
            {
                await FillAsync(folder, user, binaries, cancellation).ConfigureAwait(false);
                supervisor.Begin();
                var password =
                    options.Standby?.Primary.Password ?? Convert.ToHexStringLower(options.RandomBytes(16));
                var cluster = new LocalCluster(supervisor, folder, port, password, binaries.Major);
                isReady = await IsReadyAsync(cluster, supervisor, cancellation).ConfigureAwait(false);
                if (isReady)
                    return cluster;
                var isClash = supervisor.Log.Contains("Address already in use", StringComparison.Ordinal);
                if (!isClash || attempt == Attempts)
                    throw new WorldException(ServerLog.Failure(binaries, supervisor.Log));
            }
            finally
            {
                if (!isReady)
                    await supervisor.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private string NewFolder(ServerUser user)
    {
        var name = StaleClusters.Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var folder = Path.Combine(options.Root, name);
        CheckLength(folder);
        Directory.CreateDirectory(folder, ClusterFiles.Private);
        user.Own(folder);
        return folder;
    }

    private async Task FillAsync(
        string folder,
        ServerUser user,
        PostgresBinaries binaries,
        CancellationToken cancellation
    )
    {
        var data = Path.Combine(folder, "data");
        if (options.Standby is { } standby)
            await standby.CopyToAsync(data, binaries, user, options, cancellation).ConfigureAwait(false);
        else if (options.CopyOf is { } image)
            ClusterFiles.Copy(image, data, user.Own);
        else
            await new ClusterTemplate(binaries, user, options)
                .CopyToAsync(data, cancellation)
                .ConfigureAwait(false);
        var configuration = ServerConfiguration.Text(folder, options.Settings);
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), configuration, cancellation)
            .ConfigureAwait(false);
    }

    private Supervisor Watch(string folder, ServerUser user, PostgresBinaries binaries, int port)
    {
        string[] server =
        [
            .. user.Prefix,
            binaries.Server,
            "-D",
            Path.Combine(folder, "data"),
            "-p",
            port.ToString(CultureInfo.InvariantCulture),
        ];
        try
        {
            return Supervisor.Watch(folder, server, options.Environment);
        }
        catch
        {
            Directory.Delete(folder, true);
            throw;
        }
    }

    /// <summary>Connects until it works; false when the server ended instead.</summary>
    private async Task<bool> IsReadyAsync(
        LocalCluster cluster,
        Supervisor supervisor,
        CancellationToken cancellation
    )
    {
        using var limit = new CancellationTokenSource(options.StartLimit, TimeProvider.System);
        while (!supervisor.ServerEnded.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw new WorldException(ServerLog.TooSlow(options.StartLimit, supervisor.Log));
            try
            {
                if (options.Standby is null)
                    await cluster.SetPasswordAsync(cancellation).ConfigureAwait(false);
                else
                    await (await cluster.ConnectAsync("postgres", cancellation).ConfigureAwait(false))
                        .DisposeAsync()
                        .ConfigureAwait(false);
                return true;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not "57P03" })
            {
                var pause = Task.Delay(LookAgain, TimeProvider.System, cancellation);
                await Task.WhenAny(supervisor.ServerEnded, pause).ConfigureAwait(false);
            }
        }
        return false;
    }

    private static void CheckLength(string folder)
    {
        var socket = Path.Combine(folder, ".s.PGSQL.65535");
        if (System.Text.Encoding.UTF8.GetByteCount(socket) > LongestSocketPath)
            throw new WorldException(
                $"the folder is too deep for a socket ({socket} has more than {LongestSocketPath} bytes): "
                    + "use a shorter one."
            );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
