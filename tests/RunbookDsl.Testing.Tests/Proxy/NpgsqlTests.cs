using Npgsql;

namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>The driver of our own operations: extended protocol, batches, COPY, cancellation.</summary>
[CancelAfter(60_000)]
internal sealed class NpgsqlTests
{
    [Test]
    public async Task Statements_OfEachKind_AreLoggedWithTheirStep()
    {
        await using var rig = await ProxyRig.StartAsync();
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(rig.ConnectionString)
            {
                ApplicationName = "rb:run-1/swap.names",
            }.ConnectionString
        );
        await connection.OpenAsync();
        await Do(connection, "create table t (id int, name text)");
        await Do(connection, "insert into t values ($1, 'it''s')", 7);
        await using (
            var writer = await connection.BeginBinaryImportAsync("copy t from stdin (format binary)")
        )
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(8);
            await writer.WriteAsync("x");
            await writer.CompleteAsync();
        }
        using (var reader = await connection.BeginTextExportAsync("copy t to stdout"))
            Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("7\tit's\n8\tx\n"));
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("update t set id = 1"), new("select * from t") },
        };
        await batch.ExecuteNonQueryAsync();
        Assert.That(
            rig.Lines,
            Is.EqualTo(
                new[]
                {
                    "create table t: CREATE TABLE applied",
                    "insert t: INSERT 0 1 applied",
                    "copy t: COPY 1 applied",
                    "copy t: COPY 2",
                    "update t: UPDATE 2 applied",
                    "select t: SELECT 2",
                }
            )
        );
        Assert.That(rig.Calls.Select(e => e.Call.Step).Distinct(), Is.EqualTo(new[] { "swap.names" }));
        Assert.That(rig.Calls.ElementAt(1).Call.Text, Is.EqualTo("insert into t values ($1, 'it''s')"));
        Assert.That(rig.Stage.Log.Events.Any(e => e.Call.Operation == SqlShape.Catalog), "it loads types");
    }

    [Test]
    public async Task ErrorInsideATransaction_FailsItOnTheServerToo()
    {
        await using var rig = await ProxyRig.StartAsync(
            new Fault(new FaultAction(FaultKind.Error), FaultMoment.BeforeEffect) { Operation = "update" }
        );
        await rig.Direct("create table t (id int)");
        await using var connection = await rig.Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await Do(connection, "insert into t values (1)");
        var injected = Assert.ThrowsAsync<PostgresException>(() => Do(connection, "update t set id = 2"));
        Assert.That(
            (injected.SqlState, injected.MessageText),
            Is.EqualTo(("55P03", "injected: could not obtain lock at update"))
        );
        var aborted = Assert.ThrowsAsync<PostgresException>(() => Do(connection, "insert into t values (3)"));
        Assert.That(aborted.SqlState, Is.EqualTo("25P02"));
        await transaction.RollbackAsync();
        await Do(connection, "insert into t values (4)");
        Assert.That(await rig.List("select id from t"), Is.EqualTo("4"));
        Assert.That(
            rig.Lines,
            Is.EqualTo(
                new[]
                {
                    "insert t: INSERT 0 1",
                    "update t: 55P03",
                    "insert t: 25P02",
                    "rollback: ROLLBACK",
                    "insert t: INSERT 0 1 applied",
                }
            )
        );
    }

    [TestCase(FaultMoment.BeforeEffect, "")]
    [TestCase(FaultMoment.AfterEffect, "1")]
    public async Task DroppedCommit_IsAChangeOfItsOwn(FaultMoment moment, string rows)
    {
        await using var rig = await ProxyRig.StartAsync(
            new Fault(new FaultAction(FaultKind.Drop), moment) { ChangesOnly = true, Nth = 2 }
        );
        await rig.Direct("create table t (id int)");
        await using var connection = await rig.Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await Do(connection, "insert into t values (1)");
        Assert.That(() => transaction.CommitAsync(), Throws.InstanceOf<NpgsqlException>());
        Assert.That(await rig.List("select id from t"), Is.EqualTo(rows));
        Assert.That(
            rig.Lines,
            Is.EqualTo(
                rows.Length == 0
                    ? new[] { "insert t: INSERT 0 1", "commit: -" }
                    : ["insert t: INSERT 0 1 applied", "commit: - applied"]
            )
        );
    }

    [Test]
    public async Task Savepoints_WhatIsRolledBackWasNeverApplied()
    {
        await using var rig = await ProxyRig.StartAsync();
        await rig.Direct("create table t (id int)");
        await using var connection = await rig.Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await Do(connection, "insert into t values (1)");
        await transaction.SaveAsync("s");
        await Do(connection, "insert into t values (2)");
        await transaction.RollbackAsync("s");
        await Do(connection, "insert into t values (3)");
        await transaction.CommitAsync();
        Assert.That(await rig.List("select id from t"), Is.EqualTo("1,3"));
        Assert.That(
            rig.Calls.Where(e => e.Call.Operation == "insert").Select(e => e.IsApplied),
            Is.EqualTo(new[] { true, false, true })
        );
    }

    [Test]
    public async Task Cancellation_OfARealStatement_ReachesTheServer()
    {
        await using var rig = await ProxyRig.StartAsync();
        await using var connection = await rig.Open();
        using var cancellation = new CancellationTokenSource();
        var sleeping = Do(connection, "select pg_sleep(60)", cancellation.Token);
        while (
            (long)
                (
                    await rig.Ask(
                        "select count(*) from pg_stat_activity where query like 'select pg_sleep(60)%'"
                    )
                )! == 0
        )
            await Task.Yield();
        await cancellation.CancelAsync();
        Assert.That(() => sleeping, Throws.InstanceOf<OperationCanceledException>());
        await Do(connection, "select 1");
    }

    [Test]
    public async Task Cancellation_OfAHangingStatement_EndsIt()
    {
        await using var rig = await ProxyRig.StartAsync(
            new Fault(new FaultAction(FaultKind.Hang), FaultMoment.BeforeEffect) { Operation = "insert" }
        );
        using var step = rig.Stage.Clock.Enter("load");
        await rig.Direct("create table t (id int)");
        await using var connection = await rig.Open();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5), rig.Stage.Clock);
        Assert.That(
            () => Do(connection, "insert into t values (1)", limit.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(rig.Stage.Clock.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(5)), "virtual time has passed");
        await Do(connection, "insert into t values (2)");
        Assert.That(await rig.List("select id from t"), Is.EqualTo("2"));
        Assert.That(rig.Lines, Is.EqualTo(new[] { "insert t: 57014", "insert t: INSERT 0 1 applied" }));
        Assert.That(rig.Stage.Found, Is.Empty);
    }

    private static Task Do(NpgsqlConnection connection, string sql, params object[] arguments) =>
        Do(connection, sql, CancellationToken.None, arguments);

    private static async Task Do(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellation,
        params object[] arguments
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var argument in arguments)
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
