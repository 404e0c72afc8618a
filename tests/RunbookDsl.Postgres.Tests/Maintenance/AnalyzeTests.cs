namespace RunbookDsl.Postgres.Tests;

internal sealed class AnalyzeTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task Analyze_covers_partitioned_tables_as_a_whole(CancellationToken stop)
    {
        var step = Step();
        var analyze = Pg.Analyze(Db);

        await step.DoAsync(analyze, stop);

        Assert.That(
            await ReadAsync<long>("select count(*) from pg_stats where tablename = 'event' and inherited"),
            Is.GreaterThan(0)
        );
        Assert.That(await step.ProbeAsync(analyze, stop), Is.EqualTo(ProbeState.Done));
    }

    [Test, CancelAfter(60_000)]
    public async Task Analyze_works_while_the_database_is_read_only(CancellationToken stop)
    {
        await ServerSqlAsync($"alter database {Name} set default_transaction_read_only = on");

        await Step().DoAsync(Pg.Analyze(Db), stop);
    }

    [Test, CancelAfter(60_000)]
    public async Task One_round_of_three_is_not_done(CancellationToken stop)
    {
        var step = Step();
        var stages = Pg.AnalyzeInStages(Db);
        step.Captured = await stages.CaptureAsync(step, stop);
        await SqlAsync("analyze");

        var probe = await stages.ProbeAsync(step, stop);

        Assert.That(
            (probe.State, probe.Evidence),
            Is.EqualTo((ProbeState.NotDone, "not all stages were done"))
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task Missing_statistics_are_found(CancellationToken stop)
    {
        await SqlAsync(
            "analyze; create table late (id int); alter table late set (autovacuum_enabled = off)"
        );
        await SqlAsync("insert into late select generate_series(1, 10000)");

        var verdict = await Step().LookAsync(Pg.AssertStatistics(Db), stop);
        var large = await Step().LookAsync(Pg.AssertStatistics(Db).LargerThan(1 << 20), stop);

        Assert.That(
            verdict,
            Is.EqualTo(
                Verdict.Fail(
                    $"1 tables with data in database \"{Name}\" at 127.0.0.1 port"
                        + $" {Server.Cluster.Port} have no optimizer"
                        + " statistics: public.late (368640 bytes). Run Pg.AnalyzeInStages before"
                        + " traffic is let in"
                )
            )
        );
        Assert.That(large.Passed, large.Evidence);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_table_whose_rows_were_all_deleted_does_not_count(CancellationToken stop)
    {
        await SqlAsync(
            "analyze; delete from audit; analyze audit; delete from pg_statistic where starelid ="
                + " 'audit'::regclass"
        );

        var verdict = await Step().LookAsync(Pg.AssertStatistics(Db), stop);

        Assert.That(verdict.Passed, verdict.Evidence);
    }
}
