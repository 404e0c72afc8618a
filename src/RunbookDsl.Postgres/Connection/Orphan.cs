using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>Finds work of this step that a dead runner left behind, by its <c>application_name</c>.</summary>
internal static class Orphan
{
    private const string Query = """
        select pid, coalesce(state, ''), coalesce(extract(epoch from now() - coalesce(query_start,
          backend_start)), 0)::float8,
               left(query, 60)
        from pg_stat_activity
        where application_name = $1 and pid <> pg_backend_pid() and state is distinct from 'idle'
        order by pid
        """;

    /// <summary>
    /// <see cref="ProbeState.InFlight"/> when a session of this step is still at work; null otherwise.
    /// </summary>
    public static async Task<Probe?> FindAsync(StepContext context, PgSession session)
    {
        var found = await session
            .RowsAsync(
                Query,
                r =>
                    $"pid {r.GetInt32(0).ToString(CultureInfo.InvariantCulture)} {r.GetString(1)} for"
                    + $" {Durations.Text(TimeSpan.FromSeconds((long)r.GetDouble(2)))}: {r.GetString(3)}",
                SessionName.Of(context)
            )
            .ConfigureAwait(false);
        return found.Count == 0
            ? null
            : Probe.InFlight($"still at work on {session.Target}: {string.Join("; ", found)}");
    }

    /// <summary>Waits for the end of what is at work; what is left after <paramref name="limit"/>, or
    /// null.</summary>
    public static async Task<Probe?> AwaitAsync(
        StepContext context,
        PgSession session,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        Probe? left = null;
        await Poll.UntilAsync(
                context,
                limit,
                async () => (left = await FindAsync(context, session).ConfigureAwait(false)) is null,
                cancellation
            )
            .ConfigureAwait(false);
        return left;
    }
}
