using Npgsql;
using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

/// <summary>Times of statements on a server that counts them, and on one that does not.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class StatementTests
{
    private const string Seed = """
        create extension pg_stat_statements;
        create table t (id int); insert into t values (1);
        create function work() returns int language sql as 'select 1';
        """;

    private LocalCluster _cluster = null!;
    private string _folder = "";

    private static PgDatabase Db => Pg.Database(new SecretReference("DATABASE_URL"));

    private string Where => $"database \"postgres\" at 127.0.0.1 port {_cluster.Port}";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["shared_preload_libraries"] = "pg_stat_statements",
            ["pg_stat_statements.track"] = "top",
        };
        _cluster = await LocalCluster.StartAsync(
            new ClusterOptions(Server.Environment) { Settings = settings },
            default
        );
        _folder = Directory.CreateTempSubdirectory("rbpg").FullName;
        await _cluster.RunSqlAsync("postgres", new SqlSource(Seed, "test"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [SetUp]
    public Task ResetAsync() =>
        SqlAsync(
            "create or replace function work() returns int language sql as 'select 1'; "
                + "select pg_stat_statements_reset()"
        );

    [Test, CancelAfter(60_000)]
    public async Task A_statement_that_became_slow_is_found(CancellationToken stop)
    {
        await CallAsync("select work() + 1", 20);
        await CallAsync("select id\n  from t where id = 1", 30);
        await CallAsync("select 'rare'", 2);
        var step = Step();
        var before = await step.DoAsync(Pg.StatementTimes(Db), stop);
        Assert.That(
            before.Statements.Select(s => (s.Text, s.Calls)),
            Is.SupersetOf(
                new[]
                {
                    ("select work() + $1", 20L),
                    ("select id from t where id = $1", 30L),
                    ("select $1", 2L),
                }
            )
        );
        await ResetAsync();
        await CallAsync("select id from t where id = 2", 15);
        Assert.That(
            await step.LookAsync(Pg.CompareStatements(Db, before, 5).Allowing(10.Milliseconds), stop),
            Is.EqualTo(Verdict.Pass($"1 statements of {Where} take at most 5 times as long as before"))
        );

        await SqlAsync(
            "create or replace function work() returns int language sql as 'select 1 from pg_sleep(0.03)'"
        );
        await CallAsync("select work() + 7", 10);
        var verdict = await step.LookAsync(
            Pg.CompareStatements(Db, before, 5).Allowing(10.Milliseconds),
            stop
        );

        Assert.That(verdict.Passed, Is.False);
        Assert.That(
            verdict.Evidence,
            Does.Match(
                $@"^1 of 2 statements of {Where} are slower: ""select work\(\) \+ \$1"" takes"
                    + $@" [3-9]\d[\d.]* ms,"
                    + @" before [\d.]+ ms\. Missing statistics\? See Pg\.AssertStatistics and EXPLAIN$"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Watching_counts_what_happens_meanwhile(CancellationToken stop)
    {
        await CallAsync("select work() + 1", 20);
        var step = Step();
        step.OnWait = () => CallAsync("select work() + 1", 3);

        var times = await Pg.StatementTimes(Db).Over(5.Minutes).Top(1000).RunAsync(step, stop);

        Assert.That(step.Waits, Is.EqualTo(new[] { 5.Minutes }));
        Assert.That(times.Statements.Single(s => s.Text == "select work() + $1").Calls, Is.EqualTo(3));
    }

    [Test, CancelAfter(60_000)]
    public async Task Nothing_to_compare_does_not_pass(CancellationToken stop)
    {
        await CallAsync("select work() + 1", 20);
        var before = await Step().DoAsync(Pg.StatementTimes(Db).Top(1), stop);
        await ResetAsync();

        Assert.That(
            await Step().LookAsync(Pg.CompareStatements(Db, before), stop),
            Is.EqualTo(
                Verdict.Fail(
                    "nothing to compare: of 1 statements from before, none was called 10 times on both"
                        + " sides of"
                        + $" {Where}. Send it the requests of the smoke test first"
                )
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public void A_server_that_does_not_count_is_told(CancellationToken stop)
    {
        var step = Step();
        step.Secrets["DATABASE_URL"] = Server.Cluster.Url("shop");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.StatementTimes(Db).RunAsync(step, stop)
        )!;

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"database \"shop\" at 127.0.0.1 port {Server.Cluster.Port} has no extension"
                    + " pg_stat_statements,"
                    + " so nobody counts its statements: put it into shared_preload_libraries, restart the"
                    + " server, then CREATE EXTENSION pg_stat_statements. Nothing was changed"
            )
        );
    }

    private StepWorld Step() => new(_folder) { Secrets = { ["DATABASE_URL"] = _cluster.Url() } };

    private Task SqlAsync(string sql) => _cluster.RunSqlAsync("postgres", new SqlSource(sql, "test"));

    private async Task CallAsync(string sql, int times)
    {
        await using var connection = new NpgsqlConnection(_cluster.ConnectionString());
        await connection.OpenAsync();
        for (var i = 0; i < times; i++)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
