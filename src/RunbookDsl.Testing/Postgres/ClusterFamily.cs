using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>
/// Makes the servers of one system, all alike: the first is seeded, the others are copies of its files.
/// </summary>
internal sealed class ClusterFamily(PostgresSystemSpec spec, ClusterOptions options)
{
    private const int Attempts = 5;
    private LocalCluster? _first;
    private bool _isCopied;
    private readonly FirstState _firstState = new();

    public PostgresSystemSpec Spec => spec;

    /// <summary>Starts and seeds the first server.</summary>
    /// <param name="isForMany">Whether it has to be possible to make more, and to use it again.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LentCluster> BeginAsync(bool isForMany, CancellationToken cancellation)
    {
        var cluster = _first = await LocalCluster.StartAsync(options, cancellation).ConfigureAwait(false);
        try
        {
            var first = await SeedAsync(cluster, isForMany, cancellation).ConfigureAwait(false);
            if (isForMany)
                await CopyAsync(cluster, cancellation).ConfigureAwait(false);
            return await FollowedAsync(first, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>One more server, as the first was.</summary>
    public async Task<LentCluster> MakeAsync(CancellationToken cancellation)
    {
        var how = _isCopied ? options with { CopyOf = _first!.SideFolder } : options;
        var cluster = await LocalCluster.StartAsync(how, cancellation).ConfigureAwait(false);
        try
        {
            var next = new LentCluster(cluster, spec, _firstState);
            if (_isCopied)
                await next.RememberAsync(cancellation).ConfigureAwait(false);
            else
                next = await SeedAsync(cluster, true, cancellation).ConfigureAwait(false);
            return await FollowedAsync(next, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends a server; what the others are copies of stays.</summary>
    public async Task EndAsync(LentCluster lent)
    {
        var cluster = lent.Cluster;
        await lent.DisposeAsync().ConfigureAwait(false);
        if (cluster == _first && !cluster.IsInContainer)
            await cluster.RetireAsync().ConfigureAwait(false);
        else
            await cluster.DisposeAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _first?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<LentCluster> FollowedAsync(LentCluster lent, CancellationToken cancellation)
    {
        try
        {
            await lent.FollowAsync(options, cancellation).ConfigureAwait(false);
            return lent;
        }
        catch
        {
            await lent.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<LentCluster> SeedAsync(
        LocalCluster cluster,
        bool withTemplates,
        CancellationToken cancellation
    )
    {
        foreach (var database in spec.Databases)
            await database.MakeAsync(cluster, cancellation).ConfigureAwait(false);
        // Seeds may differ where the copies of one do not.
        var lent = new LentCluster(cluster, spec, cluster == _first ? _firstState : new());
        if (withTemplates)
        {
            await lent.KeepTemplatesAsync(cancellation).ConfigureAwait(false);
            await lent.RememberAsync(cancellation).ConfigureAwait(false);
        }
        return lent;
    }

    // The server is idle: when its log has not grown meanwhile, the copy is what a crash would have left,
    // and starts as after one. Only unlogged tables would be empty then; with these every server is seeded.
    private async Task CopyAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (cluster.IsInContainer || await HasUnloggedAsync(cluster, cancellation).ConfigureAwait(false))
            return;
        var connection = await cluster.ConnectAsync("postgres", cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        for (var attempt = 0; attempt < Attempts && !_isCopied; attempt++)
        {
            if (Directory.Exists(cluster.SideFolder))
                Directory.Delete(cluster.SideFolder, true);
            var before = await AskAsync(connection, "checkpoint; select pg_current_wal_insert_lsn()::text")
                .ConfigureAwait(false);
            try
            {
                ClusterFiles.Copy(cluster.DataFolder, cluster.SideFolder, _ => { });
            }
            catch (FileNotFoundException)
            {
                continue;
            }
            var after = await AskAsync(connection, "select pg_current_wal_insert_lsn()::text")
                .ConfigureAwait(false);
            _isCopied = before == after;
        }
        File.Delete(Path.Combine(cluster.SideFolder, "postmaster.pid"));
    }

    private async Task<bool> HasUnloggedAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        foreach (var database in spec.Databases)
        {
            var connection = await cluster.ConnectAsync(database.Name, cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var found = await AskAsync(
                    connection,
                    "select count(*)::text from pg_class where relpersistence = 'u'"
                )
                .ConfigureAwait(false);
            if (found != "0")
                return true;
        }
        return false;
    }

    private static async Task<string> AskAsync(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }
}
