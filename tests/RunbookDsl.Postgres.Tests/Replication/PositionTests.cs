using Npgsql;

namespace RunbookDsl.Postgres.Tests;

/// <summary>Where a server says its log ends: nothing that a client was told is behind it.</summary>
internal sealed class PositionTests : DatabaseTest
{
    // The throw-away server does not wait for commits to be written, as many servers do not.
    [Test, CancelAfter(60_000)]
    public async Task What_was_committed_without_waiting_counts(CancellationToken stop)
    {
        await using var client = await ConnectAsync();
        Assert.That(await ScalarAsync(client, "show synchronous_commit"), Is.EqualTo("off"));
        // The server writes by itself five times a second: now and then it is quicker than we are.
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(client, "insert into customer (name) values ('late')");
            var end = await ScalarAsync(client, "select pg_current_wal_insert_lsn()::text");
            var side = await PgSession.WithAsync(Step(), Db, SessionUse.Look, ServerSide.ReadAsync, stop);
            Assert.That(ServerSide.Bytes(side.Position), Is.GreaterThanOrEqualTo(ServerSide.Bytes(end)));
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_server_that_only_reads_says_it_too(CancellationToken stop)
    {
        await using var client = await ConnectAsync();
        await RunAsync(client, "insert into customer (name) values ('late')");
        var end = await ScalarAsync(client, "select pg_current_wal_insert_lsn()::text");
        await ServerSqlAsync($"alter database {Name} set default_transaction_read_only = on");

        var side = await PgSession.WithAsync(Step(), Db, SessionUse.Look, ServerSide.ReadAsync, stop);

        Assert.That(ServerSide.Bytes(side.Position), Is.GreaterThanOrEqualTo(ServerSide.Bytes(end)));
        Assert.That(
            await ReadAsync<long>("select count(*) from customer where name = 'late'"),
            Is.EqualTo(1)
        );
    }

    private static async Task<string> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
