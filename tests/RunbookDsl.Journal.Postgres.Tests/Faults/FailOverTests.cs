using System.Diagnostics;
using System.Text;
using Npgsql;
using RunbookDsl.Engine;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>What a fail-over, a crash or a dump of the server may do to a journal.</summary>
[CancelAfter(120_000)]
internal sealed class FailOverTests : JournalTest
{
    // A replica that lags is the database as it was some records ago.
    private async Task<PostgresJournalStore> LaggingAsync(Action after)
    {
        await Server.Cluster.CreateDatabaseAsync(Name + "_replica", template: Name);
        after();
        var address = JournalAddress.Parse(Server.Cluster.Url(Name + "_replica"));
        return Store(Me() with { BootId = "the next boot" }, Options() with { Address = address });
    }

    [TearDown]
    public Task DropReplicaAsync() =>
        Server.Cluster.RunSqlAsync(
            "postgres",
            new SqlSource($"drop database if exists {Name}_replica with (force)", "test")
        );

    [Test]
    public async Task A_replica_that_lacks_acknowledged_records_is_refused()
    {
        Begin().Dispose();
        var replica = await LaggingAsync(() =>
        {
            using var journal = Store(Me()).Resume(RunId, _ => Lines.Resumed);
            journal.Step("one");
        });

        var refused = Assert.Throws<JournalException>(() => replica.Resume(RunId, _ => Lines.Resumed));

        Assert.That(
            refused!.Message,
            Does.Contain("ends run " + RunId + " with record 1, this machine's copy has")
        );
        Assert.That(replica.Read(RunId).Records, Has.Count.EqualTo(1), "nothing was changed");
    }

    [Test]
    public async Task A_replica_that_went_on_differently_is_refused()
    {
        Begin().Dispose();
        var replica = await LaggingAsync(() =>
        {
            using var journal = Store(Me()).Resume(RunId, _ => Lines.Resumed);
            journal.Step("one");
        });
        var address = JournalAddress.Parse(Server.Cluster.Url(Name + "_replica"));
        var elsewhere = Store(
            Me("bob", "db2"),
            Options(Path.Combine(Home, "db2")) with
            {
                Address = address,
            }
        );
        using (var journal = elsewhere.Resume(RunId, _ => Lines.Resumed))
            foreach (var step in (string[])["two", "three", "four"])
                journal.Step(step);

        var refused = Assert.Throws<JournalException>(() => replica.Resume(RunId, _ => Lines.Resumed));

        Assert.That(refused!.Message, Does.Contain("has another record 4 of run " + RunId));
    }

    [Test]
    public async Task A_server_that_crashes_and_comes_back_loses_nothing_and_the_run_goes_on()
    {
        await using var own = await LocalCluster.StartAsync(new ClusterOptions(Server.Environment), default);
        await own.CreateDatabaseAsync("ops");
        var options = new PostgresJournalOptions(JournalAddress.Parse(own.Url("ops")), Home)
        {
            Patience = TimeSpan.FromSeconds(20),
        };
        var store = new PostgresJournalStore(options, TimeProvider.System, Me());
        var acked = new List<long>();
        for (var round = 0; round < 3; round++)
        {
            using var journal =
                round == 0
                    ? store.Create(Run, Lines.Opened)
                    : new PostgresJournalStore(
                        options,
                        TimeProvider.System,
                        Me() with
                        {
                            BootId = $"{round}",
                        }
                    ).Resume(RunId, _ => Lines.Resumed);
            for (var n = 0; n < 20; n++)
            {
                if (n == 10)
                    KillBackend(own);
                var record = Lines.Outcome("one");
                journal.Put(record);
                acked.Add(record.Seq);
            }
        }

        var records = store.Read(RunId).Records;
        Assert.That(records.Count(r => r.Type == RecordTypes.StepOutcome), Is.GreaterThanOrEqualTo(30));
        Assert.That(own.Log, Does.Contain("terminating any other active server processes"));
    }

    [Test]
    public async Task A_commit_is_waited_for_although_the_server_would_not_wait()
    {
        // A standby that never answers: whoever wants a synchronous commit waits for it.
        await using var own = await LocalCluster.StartAsync(
            new ClusterOptions(Server.Environment) { Settings = new Dictionary<string, string>() },
            default
        );
        await own.CreateDatabaseAsync("ops");
        var options = new PostgresJournalOptions(JournalAddress.Parse(own.Url("ops")), Home);
        var store = new PostgresJournalStore(options, TimeProvider.System, Me());
        using var journal = store.Create(Run, Lines.Opened);
        await own.RunSqlAsync(
            "ops",
            new SqlSource("alter system set synchronous_standby_names = 'nobody'", "t")
        );
        await own.RunSqlAsync("ops", new SqlSource("select pg_reload_conf()", "t"));
        await own.RunSqlAsync("ops", new SqlSource("create table others_do_not_wait (a int)", "t"));

        var append = Task.Run(() => journal.Put(Lines.Outcome("one")));

        using var connection = new NpgsqlConnection(own.ConnectionString("ops"));
        await connection.OpenAsync();
        Assert.That(
            () =>
            {
                using var command = new NpgsqlCommand(
                    "select count(*) from pg_stat_activity where wait_event = 'SyncRep' "
                        + "and application_name = 'runbook journal'",
                    connection
                );
                return (long)command.ExecuteScalar()!;
            },
            Is.EqualTo(1).After(20_000, 20)
        );
        Assert.That(append.IsCompleted, Is.False);
        await own.RunSqlAsync("ops", new SqlSource("alter system set synchronous_standby_names = ''", "t"));
        await own.RunSqlAsync("ops", new SqlSource("select pg_reload_conf()", "t"));
        await append;
    }

    [Test]
    public async Task No_secret_is_in_any_table()
    {
        const string canary = "canary-4711-tweety";
        var plan = Engine.Plan(() =>
        {
            Runbook("Night").Purpose("tests").Owner("platform");
            Step("One")
                .Run(async ctx =>
                {
                    await Task.Yield();
                    ctx.Note($"it is {ctx.Reveal(Secret("TOKEN"))}");
                    return new string('x', 20_000) + ctx.Reveal(Secret("TOKEN"));
                })
                .NoUndo("nothing");
            Step("Two")
                .Run(async ctx =>
                {
                    await Task.Yield();
                    throw new IOException($"cannot log in with {ctx.Reveal(Secret("TOKEN"))}");
                })
                .NoUndo("nothing");
        });
        var engine = new Engine(Store(), "alice") { Secret = canary };
        var held = await engine.Run.StartAsync(new RunRequest(plan), engine.Control);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));

        var dump = Dump();

        Assert.That(dump, Does.Contain("cannot log in with"), "the dump holds the lines");
        Assert.That(dump, Does.Contain("xxxxxxxxxx"), "and the values");
        Assert.That(dump, Does.Not.Contain(canary));
        Assert.That(dump, Does.Not.Contain(Server.Cluster.Password));
        foreach (var file in Directory.GetFiles(Home, "*", SearchOption.AllDirectories))
            Assert.That(File.ReadAllText(file), Does.Not.Contain(canary), file);
    }

    // The postmaster then ends all the others and recovers, as after a crash of one of them.
    private static void KillBackend(LocalCluster cluster)
    {
        using var connection = new NpgsqlConnection(cluster.ConnectionString("ops"));
        connection.Open();
        var start = new ProcessStartInfo("kill") { ArgumentList = { "-KILL", $"{connection.ProcessID}" } };
        using var kill = Process.Start(start)!;
        kill.WaitForExit();
    }

    private string Dump()
    {
        var program = Directory.GetFiles("/usr/lib/postgresql", "pg_dump", SearchOption.AllDirectories)[0];
        var start = new ProcessStartInfo(program)
        {
            ArgumentList = { "--inserts", "--schema=rb", Options().Address.Shown },
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["PGPASSWORD"] = Server.Cluster.Password;
        start.Environment["PGOPTIONS"] = "-c bytea_output=escape";
        using var dump = Process.Start(start)!;
        var text = dump.StandardOutput.ReadToEnd();
        dump.WaitForExit();
        Assert.That(dump.ExitCode, Is.Zero);
        return text;
    }
}
