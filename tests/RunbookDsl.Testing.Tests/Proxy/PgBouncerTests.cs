using Npgsql;

namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>A pooler on either side of the proxy: faults strike the statement they are meant for.</summary>
[CancelAfter(60_000)]
internal sealed class PgBouncerTests
{
    private const string Script = """
        insert into t values (1);
        insert into t values (2);
        insert into t values (3);
        insert into t values (4);

        """;

    [Test]
    public async Task Psql_ThroughBoth_FaultStrikesTheThirdInsert(
        [Values] bool isPoolerFirst,
        [Values("session", "transaction")] string pooling,
        [Values(FaultKind.Error, FaultKind.Drop, FaultKind.Duplicate)] FaultKind kind,
        [Values] FaultMoment moment
    )
    {
        await using var pair = await Pair.StartAsync(isPoolerFirst, pooling, Third(kind, moment));
        await pair.Rig.Direct("create table t (id int)");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Script);
        var (code, said) = await pair.Rig.RunAt(
            pair.Door,
            "psql",
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-f",
            file
        );
        File.Delete(file);
        var (exitCode, says) = kind switch
        {
            FaultKind.Error => (3, "ERROR:  injected: could not obtain lock at insert"),
            FaultKind.Drop => (2, "server closed the connection unexpectedly"),
            _ => (0, ""),
        };
        Assert.That(code, Is.EqualTo(exitCode), said);
        Assert.That(said, Does.Contain(says));
        var rows =
            kind == FaultKind.Duplicate ? "1,2,3,4"
            : moment == FaultMoment.AfterEffect ? "1,2,3"
            : "1,2";
        Assert.That(await pair.Rig.List("select id from t"), Is.EqualTo(rows));
        Assert.That(pair.Rig.Calls.Count(e => e.IsApplied), Is.EqualTo(rows.Split(',').Length));
    }

    [Test]
    public async Task Npgsql_ThroughBoth_FailsAndGoesOn(
        [Values] bool isPoolerFirst,
        [Values("session", "transaction")] string pooling
    )
    {
        await using var pair = await Pair.StartAsync(
            isPoolerFirst,
            pooling,
            Third(FaultKind.Error, FaultMoment.BeforeEffect)
        );
        await pair.Rig.Direct("create table t (id int)");
        await using var connection = await pair.Rig.OpenAt(pair.Door);
        await Insert(connection, 1);
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await Insert(connection, 2);
            var failed = Assert.ThrowsAsync<PostgresException>(() => Insert(connection, 3));
            Assert.That(failed.MessageText, Is.EqualTo("injected: could not obtain lock at insert"));
            var aborted = Assert.ThrowsAsync<PostgresException>(() => Insert(connection, 4));
            Assert.That(aborted.SqlState, Is.EqualTo("25P02"));
            await transaction.RollbackAsync();
        }
        await Insert(connection, 5);
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(new("update t set id = 6 where id = 5"));
            batch.BatchCommands.Add(new("select count(*) from t"));
            await batch.ExecuteNonQueryAsync();
        }
        Assert.That(await pair.Rig.List("select id from t"), Is.EqualTo("1,6"));
        Assert.That(
            pair.Rig.Lines,
            Is.EqualTo(
                new[]
                {
                    "insert t: INSERT 0 1 applied",
                    "insert t: INSERT 0 1",
                    "insert t: 55P03",
                    "insert t: 25P02",
                    "rollback: ROLLBACK",
                    "insert t: INSERT 0 1 applied",
                    "update t: UPDATE 1 applied",
                    "select t: SELECT 1",
                }
            )
        );
    }

    private static Fault Third(FaultKind kind, FaultMoment moment) =>
        new(new FaultAction(kind), moment) { Operation = "insert", Nth = 3 };

    private static async Task Insert(NpgsqlConnection connection, int id)
    {
        await using var command = new NpgsqlCommand("insert into t values ($1)", connection)
        {
            Parameters = { new() { Value = id } },
        };
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Pair(ProxyRig Rig, PgBouncer Bouncer, int Door) : IAsyncDisposable
    {
        public static async Task<Pair> StartAsync(bool isPoolerFirst, string pooling, Fault fault)
        {
            if (isPoolerFirst)
            {
                var rig = await ProxyRig.StartAsync(fault);
                var front = await PgBouncer.StartAsync(rig.Port, pooling);
                return new(rig, front, front.Port);
            }
            var back = await PgBouncer.StartAsync(Machine.Cluster.Port, pooling);
            var before = await ProxyRig.StartAsync(back.Port, [fault]);
            return new(before, back, before.Port);
        }

        public async ValueTask DisposeAsync()
        {
            await Bouncer.DisposeAsync();
            await Rig.DisposeAsync();
        }
    }
}
