namespace RunbookDsl.Postgres.Tests;

internal sealed class PlansTests : DatabaseTest
{
    private const string Join =
        "select count(*) from orders o join customer c on c.id = o.customer where c.name > 'b'";

    private static ExplainKeyQueriesOperation Explain =>
        Pg.ExplainKeyQueries(Db).Query("one order", "select * from orders where id = 7").Query("all", Join);

    private string Where => $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

    [SetUp]
    public Task AnalyzeAsync() => SqlAsync("analyze");

    [Test, CancelAfter(60_000)]
    public async Task A_plan_is_its_steps_and_tables_and_journaled(CancellationToken stop)
    {
        var plans = await Step().DoAsync(Explain, stop);

        Assert.That(plans.Major, Is.EqualTo(Server.Cluster.Major));
        Assert.That(plans.Plans[0].Shape, Is.EqualTo("Index Scan orders"));
        Assert.That(
            plans.Plans[1].Shape,
            Is.EqualTo("Aggregate(Hash Join(Seq Scan orders, Hash(Seq Scan customer)))")
        );
        var journaled = System.Text.Json.JsonSerializer.Serialize(plans, PgJson.Default.QueryPlans);
        var read = System.Text.Json.JsonSerializer.Deserialize(journaled, PgJson.Default.QueryPlans)!;
        Assert.That(read.Plans, Is.EqualTo(plans.Plans));
        Assert.That(await Step().ProbeAsync(Explain, stop), Is.EqualTo(ProbeState.NotDone));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_index_changes_the_plan(CancellationToken stop)
    {
        var before = await Step().DoAsync(Explain, stop);
        Assert.That(
            await Step().LookAsync(Pg.ComparePlans(Db, before), stop),
            Is.EqualTo(Verdict.Pass($"{Where} means to answer 2 queries as before"))
        );
        await SqlAsync("alter table orders drop constraint orders_pkey");

        var verdict = await Step().LookAsync(Pg.ComparePlans(Db, before), stop);
        var allowed = await Step().LookAsync(Pg.ComparePlans(Db, before).Allowing("one order"), stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"{Where} means to answer 1 of 2 queries in another way: 'one order' by Seq Scan"
                        + $" orders, before"
                        + " by Index Scan orders. Missing statistics or indexes? See Pg.AssertStatistics and"
                        + " Pg.CompareSchema; a plan that is better is let pass with .Allowing"
                )
            )
        );
        Assert.That(allowed.Passed, allowed.Evidence);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_query_is_never_run_and_cannot_write(CancellationToken stop)
    {
        var plans = await Step().DoAsync(Pg.ExplainKeyQueries(Db).Query("delete", "delete from audit"), stop);

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.ExplainKeyQueries(Db).Query("two", "select 1; delete from audit").RunAsync(Step(), stop)
        )!;

        Assert.That(plans.Plans[0].Shape, Is.EqualTo("ModifyTable audit(Seq Scan audit)"));
        Assert.That(failure.Message, Does.Contain("SQLSTATE 25006"));
        Assert.That(await ReadAsync<long>("select count(*) from audit"), Is.EqualTo(1000));
    }

    [Test]
    public void No_query_and_two_of_one_name_are_refused()
    {
        var empty = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.ExplainKeyQueries(Db).RunAsync(Step(), default)
        )!;
        var twice = Assert.Throws<ArgumentException>(() => Explain.Query("all", "select 1"))!;

        Assert.That(
            empty.Message,
            Is.EqualTo(
                "no query to explain. Name those that users wait for with .Query(\"name\", \"select …\")"
            )
        );
        Assert.That(twice.Message, Does.StartWith("there is a query 'all' already"));
    }
}
