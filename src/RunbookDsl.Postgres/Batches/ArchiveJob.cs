using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Moves rows to the archive, and back, a batch a statement: deleted and inserted by the same one, so that a
/// row is always in exactly one of both.
/// </summary>
internal sealed class ArchiveJob(ArchiveOldDataOperation spec, StepContext context, PgSession session)
{
    private const int IdleRounds = 20;
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(1);

    private string Table => TableName.Quoted(spec.Table);

    private string Archive => TableName.Quoted(spec.Archive);

    // As the catalogue has them.
    private string TableText => TableName.Catalogue(spec.Table);

    private string ArchiveText => TableName.Catalogue(spec.Archive);

    /// <summary>What stands in the archive's column, the same for all attempts.</summary>
    private string Mark => $"{context.RunId}/{context.StepId}";

    public Task<long> RemainingAsync() =>
        CountAsync($"select count(*) from {Table} where ({spec.Condition})");

    public Task<bool> HasArchiveAsync() => ArchivedTable.ExistsAsync(session, ArchiveText);

    public async Task<long> ArchivedAsync() =>
        await ArchivedTable.ExistsAsync(session, ArchiveText).ConfigureAwait(false)
            ? await CountAsync(
                    $"select count(*) from {Archive} where {ArchivedTable.Mark} = {Sql.Text(Mark)}"
                )
                .ConfigureAwait(false)
            : 0;

    public async Task<ArchiveResult> ArchiveAsync()
    {
        var table = await ArchivedTable.ReadAsync(session, TableText).ConfigureAwait(false);
        await ArchivedTable.RequireAloneAsync(session, TableText).ConfigureAwait(false);
        var key = Join(KeyOf(table));
        await MakeArchiveAsync(table).ConfigureAwait(false);
        await ArchivedTable.RequireArchiveAsync(session, TableText, ArchiveText).ConfigureAwait(false);
        var columns = Join(table.Columns);
        var sql = $"""
            with gone as (
              delete from {Table} where ({spec.Condition}) and ({key}) in (
                select {key} from {Table} where ({spec.Condition}) order by {key}
                limit {spec.BatchSize.ToString(CultureInfo.InvariantCulture)} for update skip locked)
              returning {columns}
            ), kept as (
              insert into {Archive} ({columns}, {ArchivedTable.Mark}) select {columns}, {Sql.Text(
                Mark
            )} from gone
              returning 1
            )
            select (select count(*) from gone), (select count(*) from kept)
            """;
        var batches = await MoveAsync(sql, RemainingAsync).ConfigureAwait(false);
        return new(await ArchivedAsync().ConfigureAwait(false), batches);
    }

    public async Task RestoreAsync()
    {
        if (!await ArchivedTable.ExistsAsync(session, ArchiveText).ConfigureAwait(false))
            return;
        var table = await ArchivedTable.ReadAsync(session, TableText).ConfigureAwait(false);
        var columns = Join(table.Written);
        var mine = $"{ArchivedTable.Mark} = {Sql.Text(Mark)}";
        var sql = $"""
            with gone as (
              delete from {Archive} where ctid in (
                select ctid from {Archive} where {mine}
                limit {spec.BatchSize.ToString(CultureInfo.InvariantCulture)} for update skip locked)
              returning {columns}
            ), kept as (
              insert into {Table} ({columns}) overriding system value select {columns} from gone returning 1
            )
            select (select count(*) from gone), (select count(*) from kept)
            """;
        await MoveAsync(sql, ArchivedAsync).ConfigureAwait(false);
    }

    /// <summary>Removes the archive that this step has made, if nobody put anything into it.</summary>
    public async Task RemoveEmptyAsync()
    {
        await session.ExecuteAsync("begin").ConfigureAwait(false);
        await session.ExecuteAsync($"lock table {Archive} in access exclusive mode").ConfigureAwait(false);
        if (
            await CountAsync($"select count(*) from (select from {Archive} limit 1) t").ConfigureAwait(false)
            == 0
        )
            await session.ExecuteAsync($"drop table {Archive}").ConfigureAwait(false);
        await session.ExecuteAsync("commit").ConfigureAwait(false);
    }

    private async Task<int> MoveAsync(string sql, Func<Task<long>> left)
    {
        var all = await left().ConfigureAwait(false);
        var (rest, batches, idle) = (all, 0, 0);
        while (rest > 0)
        {
            await spec.Lag.WaitAsync(context, session).ConfigureAwait(false);
            var moved = await BatchAsync(sql).ConfigureAwait(false);
            rest = Math.Max(0, rest - moved);
            if (moved > 0)
            {
                (batches, idle) = (batches + 1, 0);
                context.Report(
                    new StepProgress(
                        $"batch {batches}, {rest} rows to go",
                        1 - (double)rest / Math.Max(1, all)
                    )
                );
                if (rest > 0)
                    await context.WaitAsync(spec.Rest, session.Cancellation).ConfigureAwait(false);
            }
            // The count of the beginning is not what is there now; and rows others hold were left out.
            if (rest == 0 || moved == 0)
                rest = await left().ConfigureAwait(false);
            if (rest > 0 && moved == 0)
                await WaitForOthersAsync(++idle, rest).ConfigureAwait(false);
        }
        return batches;
    }

    private async Task WaitForOthersAsync(int idle, long rest)
    {
        if (idle > IdleRounds)
            throw new OperationFailedException(
                $"{rest} rows of {TableText} in {session.Target} are held by other transactions and stay"
                    + $" where"
                    + " they are; all others were moved. Find the holder with Pg.LongTransactions, then run"
                    + " this step again",
                retryable: true
            );
        context.Report(new StepProgress($"{rest} rows are held by other transactions"));
        await context.WaitAsync(IdlePause, session.Cancellation).ConfigureAwait(false);
    }

    private async Task<long> BatchAsync(string sql)
    {
        await session.ExecuteAsync("begin").ConfigureAwait(false);
        var counts = await session
            .RowsAsync(sql, r => (Gone: r.GetInt64(0), Kept: r.GetInt64(1)))
            .ConfigureAwait(false);
        var (gone, kept) = counts[0];
        if (gone != kept)
        {
            await session.ExecuteAsync("rollback").ConfigureAwait(false);
            throw new OperationFailedException(
                $"{gone} rows were taken from one of {TableText} and {ArchiveText} and {kept} put into the"
                    + $" other: a trigger or rule is in between. That batch was rolled back"
            );
        }
        await session.ExecuteAsync("commit").ConfigureAwait(false);
        return gone;
    }

    // As it is without constraints: what was generated is kept as a value.
    private async Task MakeArchiveAsync(ArchivedTable table)
    {
        if (await ArchivedTable.ExistsAsync(session, ArchiveText).ConfigureAwait(false))
            return;
        var key = table.Key.Count == 0 ? "" : $", primary key ({Join(table.Key)})";
        await session
            .ExecuteAsync(
                $"create table {Archive} (like {Table}, {ArchivedTable.Mark} text not null,"
                    + $" rb_archived_at timestamptz not null default now(){key})"
            )
            .ConfigureAwait(false);
    }

    private IReadOnlyList<string> KeyOf(ArchivedTable table)
    {
        var key = spec.KeyColumns.Count > 0 ? [.. spec.KeyColumns.Select(Sql.Name)] : table.Key;
        return key.Count > 0
            ? key
            : throw new OperationFailedException(
                $"{TableText} in {session.Target} has no primary key. Nothing was done: name the columns"
                    + $" that tell its rows apart with .By(\"id\")"
            );
    }

    private async Task<long> CountAsync(string sql) =>
        await session.ScalarAsync<long>(sql).ConfigureAwait(false);

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);
}
