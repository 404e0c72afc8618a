namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>Programs of PostgreSQL, as they are, through the proxy.</summary>
[CancelAfter(120_000)]
internal sealed class NativeToolTests
{
    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("runbook-test-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, true);

    [Test]
    public async Task DumpAndRestore_TwoJobs_HaveAllRowsAndOneCallForEachCopy()
    {
        await using var rig = await ProxyRig.StartAsync();
        await rig.Direct(
            "create table a as select n, repeat('x', 100) pad from generate_series(1, 50000) n;"
                + "create table b as select n from generate_series(1, 1000) n;"
                + "alter table a add primary key (n)"
        );
        var dump = Path.Combine(_folder, "dump");
        Expect(await rig.Run("pg_dump", "-j", "2", "-Fd", "-f", dump), 0);
        Expect(await rig.Run("psql", "-Xqc", "drop table a, b"), 0);
        Expect(await rig.Run("pg_restore", "-j", "2", "-d", rig.Database, dump), 0);
        Assert.That(await rig.Ask("select count(*) from a"), Is.EqualTo(50000L));
        Assert.That(await rig.Ask("select sum(n) from b"), Is.EqualTo(500500L));
        var copies = rig.Lines.Where(l => l.StartsWith("copy", StringComparison.Ordinal));
        Assert.That(
            copies,
            Is.EquivalentTo(
                new[]
                {
                    "copy public.a: COPY 50000",
                    "copy public.b: COPY 1000",
                    "copy public.a: COPY 50000 applied",
                    "copy public.b: COPY 1000 applied",
                }
            )
        );
    }

    [Test]
    public async Task Bench_ThousandsOfStatements_AreFolded()
    {
        await using var rig = await ProxyRig.StartAsync();
        Expect(await rig.Run("pgbench", "-i", "-q", "-s", "1"), 0);
        Expect(await rig.Run("pgbench", "-n", "-c", "1", "-t", "1500"), 0);
        Expect(await rig.Run("pgbench", "-n", "-c", "2", "-t", "50", "-M", "prepared"), 0);
        Assert.That(await rig.Ask("select count(*) from pgbench_history"), Is.EqualTo(1600L));
        Assert.That(rig.Stage.Log.Events, Has.Count.LessThan(8500));
        Assert.That(rig.Lines, Does.Contain("insert: 500 more"));
        Assert.That(
            rig.Lines.Count(l => l == "insert pgbench_history: INSERT 0 1 applied"),
            Is.EqualTo(1100),
            "a transaction counts when it is committed"
        );
    }

    [Test]
    public async Task Bench_PipelineWithAFailingStatement_StaysInStep()
    {
        await using var rig = await ProxyRig.StartAsync(
            new Fault(new FaultAction(FaultKind.Error) { Code = "40001" }, FaultMoment.BeforeEffect)
            {
                Operation = "insert",
                Nth = 5,
            }
        );
        await rig.Direct("create table t (id int)");
        var script = Path.Combine(_folder, "pipeline.sql");
        await File.WriteAllTextAsync(
            script,
            "\\startpipeline\nselect 1 from t limit 1;\ninsert into t values (1);\n"
                + "insert into t values (2);\n"
                + "\\endpipeline\n"
        );
        var run = await rig.Run("pgbench", "-n", "-M", "extended", "-t", "4", "-f", script);
        Assert.That(run.Said, Does.Contain("number of failed transactions: 1 ("));
        Assert.That(await rig.List("select id from t"), Is.EqualTo("1,1,1,2,2,2"), "whole pipelines only");
        Assert.That(rig.Calls.Count(e => e.IsApplied), Is.EqualTo(6));
    }

    private static void Expect((int Code, string Said) run, int code) =>
        Assert.That(run.Code, Is.EqualTo(code), run.Said);
}
