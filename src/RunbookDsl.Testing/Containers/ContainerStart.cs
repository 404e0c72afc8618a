using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// Brings a cluster up in a container: the same server, settings and errors with every client.
/// </summary>
internal sealed class ContainerStart(ClusterOptions options, string image)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(5);

    public async Task<LocalCluster> RunAsync(CancellationToken cancellation)
    {
        var (client, engine) = ContainerEngines.Choose(options);
        var order = Order(client);
        using var limit = new CancellationTokenSource(PullLimit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        IContainerServer? server = null;
        try
        {
            server = await engine.StartAsync(order, either.Token).ConfigureAwait(false);
            var port = await server.PortAsync(either.Token).ConfigureAwait(false);
            var major = await ReadyAsync(server, order, port, either.Token).ConfigureAwait(false);
            if (options.Major is { } wanted && wanted != major)
                throw new WorldException(
                    $"{image} holds PostgreSQL {major}, and the world file asks for {wanted}: "
                        + "take another image."
                );
            return new LocalCluster(server, order.Folder, port, order.Password, major)
            {
                IsInContainer = true,
            };
        }
        catch (Exception e)
        {
            var log = server?.Log ?? "";
            if (server is not null)
                await server.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new WorldException(ServerLog.TooSlow(PullLimit, log));
            throw;
        }
    }

    private ContainerOrder Order(string client) =>
        new(client, image, Remains.NewPath(options.Root, StaleClusters.Prefix), options.Environment)
        {
            Password = Convert.ToHexStringLower(options.RandomBytes(16)),
            Owner = ContainerOwner.Us(options.Clock).ToString(),
            Arguments =
            [
                .. ServerConfiguration
                    .InContainer(options.Settings)
                    .SelectMany(s => (string[])["-c", $"{s.Name}={s.Value}"]),
            ],
        };

    // The image's first server, which only fills the database, does not listen on TCP.
    private static async Task<int> ReadyAsync(
        IContainerServer server,
        ContainerOrder order,
        int port,
        CancellationToken cancellation
    )
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "postgres",
            Password = order.Password,
            Database = "postgres",
            Pooling = false,
            Timeout = 5,
        };
        while (true)
            try
            {
                var connection = new NpgsqlConnection(settings.ConnectionString);
                await using var closing = connection.ConfigureAwait(false);
                await connection.OpenAsync(cancellation).ConfigureAwait(false);
                return connection.PostgreSqlVersion.Major;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not "57P03" })
            {
                if (server.ServerEnded.IsCompleted)
                    throw order.Refused(server.Log);
                var pause = Task.Delay(LookAgain, TimeProvider.System, cancellation);
                await Task.WhenAny(server.ServerEnded, pause).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
            }
    }
}
