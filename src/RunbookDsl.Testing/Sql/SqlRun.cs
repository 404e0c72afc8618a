using Npgsql;

namespace RunbookDsl.Testing;

/// <summary>Runs a script over one connection and says on which line it failed.</summary>
internal sealed class SqlRun(NpgsqlConnection connection, SqlSource source)
{
    private readonly string _script = source.Text;

    /// <summary>Runs a script in which <c>random()</c> gives the same numbers each time.</summary>
    public static async Task SeedAsync(
        NpgsqlConnection connection,
        SqlSource source,
        CancellationToken cancellation
    )
    {
        using (var seed = new NpgsqlCommand("select setseed(0.5)", connection))
            await seed.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await new SqlRun(connection, source).RunAsync(cancellation).ConfigureAwait(false);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var splitter = new SqlSplitter(_script);
        var at = SkipMeta(0);
        while (splitter.Next(at) is { } statement)
        {
            at = statement.End;
            try
            {
                if (IsCopyFromInput(statement.Text))
                    at = await CopyAsync(statement, cancellation).ConfigureAwait(false);
                else
                    await ExecuteAsync(statement.Text, cancellation).ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw Failed(statement, e);
            }
            at = SkipMeta(at);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        // A batch of one: its text goes to the server as it is, without a search for parameters in it.
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends the lines behind the statement up to <c>\.</c>; returns the position behind them.
    /// </summary>
    private async Task<int> CopyAsync(SqlStatement statement, CancellationToken cancellation)
    {
        var begin = _script.IndexOf('\n', statement.End) + 1;
        var end = begin == 0 ? -1 : _script.IndexOf("\n\\.", begin - 1, StringComparison.Ordinal);
        if (end < 0)
            throw new WorldException(
                $"{Place(statement.Start)}: the data of this copy … from stdin has no "
                    + "end: put \\. on a line of its own behind it."
            );
        var copy = await connection.BeginTextImportAsync(statement.Text, cancellation).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
            await copy.WriteAsync(_script.AsMemory(begin, end + 1 - begin), cancellation)
                .ConfigureAwait(false);
        return Math.Min(end + "\n\\.".Length, _script.Length);
    }

    /// <summary>
    /// Passes over psql's own commands at the start of a line; pg_dump writes two that mean nothing here.
    /// </summary>
    private int SkipMeta(int at)
    {
        while (true)
        {
            var next = at;
            while (next < _script.Length && char.IsWhiteSpace(_script[next]))
                next++;
            if (next == _script.Length || _script[next] != '\\')
                return at;
            var end = _script.IndexOf('\n', next);
            var line = end < 0 ? _script[next..] : _script[next..end];
            if (
                !line.StartsWith("\\restrict ", StringComparison.Ordinal)
                && !line.StartsWith("\\unrestrict ", StringComparison.Ordinal)
            )
                throw new WorldException(
                    $"{Place(next)}: '{line.Trim()}' is a command of psql, not SQL: take it "
                        + "out of the script."
                );
            at = end < 0 ? _script.Length : end;
        }
    }

    private static bool IsCopyFromInput(string sql) =>
        sql.StartsWith("copy", StringComparison.OrdinalIgnoreCase)
        && sql.Contains("from stdin", StringComparison.OrdinalIgnoreCase);

    private WorldException Failed(SqlStatement statement, PostgresException e)
    {
        var place = Place(statement.Start + Math.Max(0, e.Position - 1));
        var hint = e.Hint is null ? "" : $" {e.Hint}";
        return new($"{place}: {e.MessageText} ({e.SqlState}).{hint}", e);
    }

    private string Place(int position)
    {
        var before = _script.AsSpan(0, Math.Min(position, _script.Length));
        return $"{source.Name}({source.FirstLine + before.Count('\n')})";
    }
}
