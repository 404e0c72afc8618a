using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Shows how far a step's work is while it runs: a second connection looks at the server's progress views and
/// at who blocks us. Only shows: when it cannot look, the work goes on.
/// </summary>
internal static class Progress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const string Query = """
        with ours as (select pid from pg_stat_activity where application_name = $1)
        select what, thing, phase, pct from (
          select 'vacuum' as what, pid, relid, datid, phase,
                 (heap_blks_scanned::float8 / nullif(heap_blks_total, 0)) as pct from pg_stat_progress_vacuum
          union all select 'analyze', pid, relid, datid, phase,
                 sample_blks_scanned::float8 / nullif(sample_blks_total, 0) from pg_stat_progress_analyze
          union all select lower(command), pid, relid, datid, phase,
                 blocks_done::float8 / nullif(blocks_total, 0) from pg_stat_progress_create_index
          union all select lower(command), pid, relid, datid, phase,
                 heap_blks_scanned::float8 / nullif(heap_blks_total, 0) from pg_stat_progress_cluster
          union all select lower(command), pid, relid, datid, type || ', ' || tuples_processed || ' rows',
                 bytes_processed::float8 / nullif(bytes_total, 0) from pg_stat_progress_copy
        ) p join ours using (pid)
        cross join lateral (select coalesce((select format('%I.%I', n.nspname, c.relname) from pg_class c
          join pg_namespace n on n.oid = c.relnamespace where c.oid = p.relid), p.relid::text) as thing) t
        union all
        select 'waits', 'for pid ' || b.pid, b.application_name || ' ' || b.state || ' ' || left(b.query,
          60), null
        from ours join pg_stat_activity b on b.pid = any (pg_blocking_pids(ours.pid))
        """;

    /// <summary>Runs <paramref name="work"/> and reports beside it.</summary>
    public static async Task<T> WatchAsync<T>(
        StepContext context,
        PgTarget target,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellation
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = LookAsync(context, target, ended.Token);
        try
        {
            return await work(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private static async Task LookAsync(StepContext context, PgTarget target, CancellationToken ended)
    {
        try
        {
            // Not a delay: in a rehearsal time does not go on because somebody would like to look.
            using var timer = new PeriodicTimer(Interval, context.Clock);
            await timer.WaitForNextTickAsync(ended).ConfigureAwait(false);
            var session = await PgSession
                .OpenAsync(context, target, SessionUse.Look, "", ended)
                .ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            while (true)
            {
                foreach (var progress in await ReadAsync(context, session).ConfigureAwait(false))
                    context.Report(progress);
                await timer.WaitForNextTickAsync(ended).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RunbookException)
        {
            // Progress is a courtesy: the work itself reports what went wrong.
        }
    }

    internal static Task<List<StepProgress>> ReadAsync(StepContext context, PgSession session) =>
        session.RowsAsync(
            Query,
            r => new StepProgress(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{r.GetString(0)} {r.GetString(1)}: {(r.IsDBNull(2) ? "" : r.GetString(2))}"
                ),
                r.IsDBNull(3) ? null : r.GetDouble(3)
            ),
            SessionName.Of(context)
        );
}
