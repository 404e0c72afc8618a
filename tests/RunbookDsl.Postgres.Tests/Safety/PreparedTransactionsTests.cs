using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

internal sealed class PreparedTransactionsTests
{
    [Test, CancelAfter(60_000)]
    public async Task One_of_any_database_is_found(CancellationToken stop)
    {
        await using var cluster = await LocalCluster.StartAsync(
            new ClusterOptions(Server.Environment)
            {
                Settings = new Dictionary<string, string> { ["max_prepared_transactions"] = "2" },
            },
            stop
        );
        await cluster.CreateDatabaseAsync("shop", cancellation: stop);
        var step = new StepWorld(Path.GetTempPath()) { Secrets = { ["DATABASE_URL"] = cluster.Url() } };
        var check = Pg.AssertNoPreparedTransactions(Pg.Database(new SecretReference("DATABASE_URL")));
        var server = $"the server of database \"postgres\" at 127.0.0.1 port {cluster.Port}";
        Assert.That(
            await step.LookAsync(check, stop),
            Is.EqualTo(Verdict.Pass($"no prepared transaction waits on {server}"))
        );
        await cluster.RunSqlAsync(
            "shop",
            new SqlSource("begin; create table t (id int); prepare transaction 'pay-17'", "test"),
            stop
        );

        var verdict = await step.LookAsync(check, stop);

        Assert.That(verdict.Passed, Is.False);
        Assert.That(
            verdict.Evidence,
            Does.Match(
                $"^1 prepared transactions wait on {server}: pay-17 of postgres in shop, for [0-9]+ s"
                    + @"\. Their coordinator has to end them with COMMIT PREPARED or ROLLBACK PREPARED$"
            )
        );
    }
}
