namespace RunbookDsl.Postgres;

/// <summary>
/// Renames databases in one transaction. While it waits for sessions to leave it holds the lock that new ones
/// need, so ending the old ones from a second connection is enough, however eagerly a pool reconnects.
/// </summary>
internal sealed class Renaming(StepContext context, PgDatabase elsewhere)
{
    private const string End = """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = any ($1) and pid <> pg_backend_pid() and backend_type = 'client backend'
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public async Task<int> RunAsync(
        IReadOnlyList<(string From, string To)> names,
        CancellationToken cancellation
    )
    {
        var renames = names.Select(n => $"alter database {Sql.Name(n.From)} rename to {Sql.Name(n.To)}");
        var sql = $"begin; {string.Join("; ", renames)}; commit";
        return await PgSession
            .WithAsync(
                context,
                elsewhere,
                SessionUse.Change,
                ending => EndAndRenameAsync(ending, [.. names.Select(n => n.From)], sql, cancellation),
                cancellation
            )
            .ConfigureAwait(false);
    }

    private async Task<int> EndAndRenameAsync(
        PgSession ending,
        string[] databases,
        string sql,
        CancellationToken cancellation
    )
    {
        await ending.ScalarAsync<long>(End, [databases]).ConfigureAwait(false);
        var renaming = PgSession.WithAsync(
            context,
            elsewhere,
            SessionUse.Change,
            session => session.ExecuteAsync(sql),
            cancellation
        );
        while (!renaming.IsCompleted && !cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(renaming, Task.Delay(Interval, context.Clock, cancellation))
                .ConfigureAwait(false);
            if (!renaming.IsCompleted && !cancellation.IsCancellationRequested)
                await ending.ScalarAsync<long>(End, [databases]).ConfigureAwait(false);
        }
        return await renaming.ConfigureAwait(false);
    }
}
