namespace RunbookDsl.Postgres;

/// <summary>
/// Looks whether a value of the source is left in a masked column. Compared are salted hashes of a sample, in
/// memory: no value goes to the target's server, into the journal or into a message.
/// </summary>
internal sealed class LeakCheck(PgSession source, PgSession target)
{
    public const int Sample = 1000;

    public async Task<string?> FindAsync(ColumnRule rule)
    {
        var column = Sql.Name(rule.Column);
        var salt = await source.ScalarAsync<string>("select gen_random_uuid()::text").ConfigureAwait(false);
        var hashes = await source
            .RowsAsync(
                $"""
                select md5($1 || v) from (select distinct {column}::text v from {rule.Table}
                  where {column} is not null and {column}::text <> ''
                    and {column}::text is distinct from $2) o
                order by 1 limit {Sample}
                """,
                r => r.GetString(0),
                salt,
                new Npgsql.NpgsqlParameter
                {
                    Value = (object?)rule.How!.FixedText ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
                }
            )
            .ConfigureAwait(false);
        var left = await target
            .ScalarAsync<long>(
                $"select count(*) from {rule.Table} where md5($1 || {column}::text) = any ($2)",
                salt,
                hashes.ToArray()
            )
            .ConfigureAwait(false);
        return left == 0
            ? null
            : $"{left} rows of {rule.Place} hold a value of the source, by {hashes.Count} that were looked"
                + " for";
    }
}
