using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Postgres;

/// <summary>Reads <c>pg_stat_statements</c> of one database, whatever schema it is in.</summary>
internal sealed class StatementReader(PgSession session)
{
    private const int MostStatements = 20_000;
    private const int ShownText = 200;

    private const string Extension = """
        select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'pg_stat_statements'
        """;

    /// <summary>The statements that took most time in all, since the last reset or during
    /// <paramref name="window"/>.</summary>
    public async Task<StatementTimes> ReadAsync(
        StepContext context,
        int most,
        TimeSpan window,
        CancellationToken cancellation
    )
    {
        var first = await SnapshotAsync().ConfigureAwait(false);
        var totals = first;
        if (window > TimeSpan.Zero)
        {
            await context.WaitAsync(window, cancellation).ConfigureAwait(false);
            var last = await SnapshotAsync().ConfigureAwait(false);
            if (last.ResetAt != first.ResetAt)
                throw new OperationFailedException(
                    $"the statistics of {session.Target} were reset while they were watched; look again"
                );
            totals = last.Since(first);
        }
        return new StatementTimes
        {
            Major = session.Major,
            Statements =
            [
                .. totals
                    .Totals.Values.Where(t => t.Calls > 0)
                    .OrderByDescending(t => t.Milliseconds)
                    .Take(most)
                    .Select(t => new StatementTime(
                        Digest(t.Text),
                        t.Text.Length <= ShownText ? t.Text : t.Text[..ShownText] + "…",
                        t.Calls,
                        Math.Round(t.Milliseconds / t.Calls, 3)
                    )),
            ],
        };
    }

    private async Task<Snapshot> SnapshotAsync()
    {
        var schema =
            await session.ScalarAsync<string>(Extension).ConfigureAwait(false)
            ?? throw new OperationFailedException(
                $"{session.Target} has no extension pg_stat_statements, so nobody counts its statements:"
                    + " put it"
                    + " into shared_preload_libraries, restart the server, then CREATE EXTENSION"
                    + " pg_stat_statements. Nothing was changed"
            );
        var time = session.Major >= 13 ? "total_exec_time" : "total_time";
        var reset =
            session.Major >= 14
                ? await session
                    .ScalarAsync<string>($"select stats_reset::text from {schema}.pg_stat_statements_info")
                    .ConfigureAwait(false)
                : null;
        // One statement of several users counts once; what runbooks ask themselves does not.
        var rows = await session
            .RowsAsync(
                $"""
                select query, sum(calls)::bigint, sum({time})::float8 from {schema}.pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database())
                  and query !~* 'pg_stat_statements' and query <> '<insufficient privilege>'
                group by query order by 3 desc limit {MostStatements}
                """,
                r => new Total(Normal(r.GetString(0)), r.GetInt64(1), r.GetDouble(2))
            )
            .ConfigureAwait(false);
        return new(
            reset,
            rows.GroupBy(t => t.Text)
                .ToDictionary(
                    g => g.Key,
                    g => new Total(g.Key, g.Sum(t => t.Calls), g.Sum(t => t.Milliseconds))
                )
        );
    }

    // Line breaks and indentation are no difference.
    private static string Normal(string query) =>
        string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private sealed record Total(string Text, long Calls, double Milliseconds);

    private sealed record Snapshot(string? ResetAt, IReadOnlyDictionary<string, Total> Totals)
    {
        public Snapshot Since(Snapshot earlier) =>
            this with
            {
                Totals = Totals.Values.ToDictionary(
                    t => t.Text,
                    t =>
                        earlier.Totals.TryGetValue(t.Text, out var was) && was.Calls <= t.Calls
                            ? t with
                            {
                                Calls = t.Calls - was.Calls,
                                Milliseconds = t.Milliseconds - was.Milliseconds,
                            }
                            : t
                ),
            };
    }
}
