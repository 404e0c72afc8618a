using System.Globalization;
using System.Text.Json;

namespace RunbookDsl.Postgres.Tests;

/// <summary>
/// CloudCannon's long night: after the upgrade nobody had taken statistics, and the planner compared every
/// row with every row. Shown, refused, and prevented.
/// </summary>
internal sealed class MissingStatisticsTests : DatabaseTest
{
    private const int Files = 5000;

    // Three conditions that hold for every row: without statistics each is taken for one row in 200, so that
    // both sides look like a single row, and a loop over them is cheap.
    private const string Seed = """
        create table files (site int not null, kind text not null, state text not null, path text not null)
          with (autovacuum_enabled = false);
        create table builds (site int not null, kind text not null, state text not null, path text not null)
          with (autovacuum_enabled = false);
        insert into files select 1, 'page', 'live', 'pages/' || n from generate_series(1, 5000) n;
        insert into builds select 1, 'page', 'live', 'pages/' || n from generate_series(1, 5000) n;
        analyze files, builds;
        """;

    private const string Question = """
        select count(*) from files f join builds b on b.path = f.path
        where f.site = 1 and f.kind = 'page' and f.state = 'live'
          and b.site = 1 and b.kind = 'page' and b.state = 'live'
        """;

    private PgDatabase Restored => Db.Named(Name + "_new");

    [Test, CancelAfter(240_000)]
    public async Task Without_statistics_the_plan_is_bad_the_guard_refuses_and_the_steps_mend_it(
        CancellationToken stop
    )
    {
        await SqlAsync(Seed);
        var was = await PlanAsync(Name);
        var dump = await Step("backup").DoAsync(Pg.Dump(Db, "backups"), stop);
        await Step("restore").DoAsync(Pg.Restore(dump, into: Restored), stop);

        var bad = await PlanAsync(Name + "_new");
        var refused = await Step().LookAsync(Pg.AssertStatistics(Restored), stop);

        var statistics = Pg.AnalyzeInStages(Restored);
        await Step("statistics").DoAsync(statistics, stop);
        var good = await PlanAsync(Name + "_new");
        var accepted = await Step().LookAsync(Pg.AssertStatistics(Restored), stop);

        TestContext.Out.WriteLine($"before the upgrade: {was}");
        TestContext.Out.WriteLine($"without statistics: {bad}");
        TestContext.Out.WriteLine($"with statistics:    {good}");
        using var scope = Assert.EnterMultipleScope();
        Assert.That(was.Join, Is.EqualTo("Hash Join"));
        Assert.That(bad.Join, Is.EqualTo("Nested Loop"));
        Assert.That(bad.Expected, Is.LessThan(10), "the planner believed in a handful of rows");
        Assert.That(bad.Found, Is.EqualTo(Files));
        // Every row was compared with every other one: two thousand times the work, whatever the machine.
        Assert.That(bad.Compared, Is.EqualTo((long)Files * (Files - 1)));
        Assert.That(refused.Passed, Is.False);
        Assert.That(
            refused.Evidence,
            Does.Match(
                $@"^\d+ tables with data in database ""{Name}_new"" at 127\.0\.0\.1 port"
                    + $@" {Server.Cluster.Port} have no optimizer statistics: .*public\.files \(\d+ bytes\).*"
                    + @"\. Run Pg\.AnalyzeInStages before traffic is let in$"
            )
        );
        Assert.That(good.Join, Is.EqualTo("Hash Join"));
        Assert.That(good.Compared, Is.Zero);
        Assert.That(accepted.Passed, accepted.Evidence);
        Assert.That(bad.Took, Is.GreaterThan(good.Took * 3));
    }

    private async Task<Seen> PlanAsync(string database)
    {
        var text = await ReadAsync<string>(
            $"explain (analyze, format json, timing off) {Question}",
            database
        );
        using var plan = JsonDocument.Parse(text);
        var whole = plan.RootElement[0];
        var join = Find(whole.GetProperty("Plan"));
        return new(
            join.GetProperty("Node Type").GetString()!,
            (long)join.GetProperty("Plan Rows").GetDouble(),
            (long)join.GetProperty("Actual Rows").GetDouble(),
            join.TryGetProperty("Rows Removed by Join Filter", out var removed) ? removed.GetInt64() : 0,
            TimeSpan.FromMilliseconds(whole.GetProperty("Execution Time").GetDouble())
        );
    }

    private static JsonElement Find(JsonElement node) =>
        node.TryGetProperty("Join Type", out _)
            ? node
            : node.GetProperty("Plans").EnumerateArray().Select(Find).First();

    private sealed record Seen(string Join, long Expected, long Found, long Compared, TimeSpan Took)
    {
        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Join}, {Expected} rows expected, {Found} found, {Compared} compared in vain,"
                    + $" {Took.TotalMilliseconds} ms"
            );
    }
}
