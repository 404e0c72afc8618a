using System.Diagnostics;
using Npgsql;
using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>Databases on a server that was there before.</summary>
[CancelAfter(120_000)]
internal sealed class GivenServerTests
{
    private const string Seed = "create table t (id serial primary key, n int); insert into t (n) values (1)";
    private LocalCluster _server = null!;

    [SetUp]
    public async Task Start() => _server = await LocalCluster.StartAsync(Machine.Options, default);

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public async Task Scenes_HaveDatabasesOfTheirOwnAndLeaveNothing()
    {
        await using (var system = await StartAsync())
        {
            await using (var one = await OpenAsync(system))
            await using (var other = await OpenAsync(system))
            {
                var before = (await one.State()).Lines;
                Assert.That(
                    before.Keys,
                    Is.EqualTo(
                        new[]
                        {
                            "database shop",
                            "shop: column public.t.id",
                            "shop: column public.t.n",
                            "shop: constraint public.t t_pkey",
                            "shop: extension plpgsql",
                            "shop: index public.t_pkey",
                            "shop: rows public.t",
                            "shop: schema public",
                            "shop: sequence of public.t_id_seq",
                            "shop: sequence public.t_id_seq",
                            "shop: table public.t",
                        }
                    )
                );
                await one.Ask("insert into t (n) values (2)");
                Assert.That(
                    StateDifference.Between([new("main", before)], [await one.State()]).Select(d => d.Key),
                    Is.EqualTo(new[] { "main/shop: rows public.t", "main/shop: sequence public.t_id_seq" })
                );
                Assert.That((await other.State()).Lines, Is.EqualTo(before));
                Assert.That(await Ours(), Is.EqualTo(3), "two, and what they are copies of");
            }
            Assert.That(await Ours(), Is.EqualTo(1));
        }
        Assert.That(await Ours(), Is.Zero);
    }

    [TestCase("alter system set work_mem = '8MB'", "ALTER SYSTEM needs")]
    [TestCase("select 1; create role r", "CREATE ROLE needs")]
    [TestCase("grant pg_monitor to postgres", "GRANT of a role needs")]
    [TestCase("select pg_promote()", "pg_promote() needs")]
    [TestCase(
        "select pg_create_physical_replication_slot('s')",
        "pg_create_physical_replication_slot() needs"
    )]
    public async Task WhatConcernsTheServer_IsRefusedAndFound(string sql, string says)
    {
        await using var system = await StartAsync();
        await using var scene = await OpenAsync(system);
        var error = Assert.ThrowsAsync<PostgresException>(() => scene.Ask(sql));
        var text =
            $"main is a server that others use: {says} a server of its own "
            + "(leave out .At and RUNBOOK_TEST_POSTGRES).";
        Assert.That((error.SqlState, error.MessageText), Is.EqualTo(("0A000", text)));
        Assert.That(
            scene.Stage.Found.Select(f => (f.Kind, f.Text)),
            Is.EqualTo(new[] { (Findings.Outside, text) })
        );
        Assert.That(await scene.Ask("select n from t"), Is.EqualTo(1), "the session goes on");
    }

    [Test]
    public async Task Databases_OnlyThoseWithThePrefixAreItsOwn()
    {
        await using var system = await StartAsync();
        await using var scene = await OpenAsync(system);
        await _server.CreateDatabaseAsync("precious");
        var own = (string)(await scene.Ask("select current_database()::text"))!;
        foreach (
            var sql in (string[])
                [
                    "create database other",
                    "drop database precious",
                    "drop database if exists precious with (force)",
                    "alter database precious rename to x",
                    $"alter database {own} rename to shop_old",
                ]
        )
        {
            var error = Assert.ThrowsAsync<PostgresException>(() => scene.Ask(sql));
            Assert.That(
                error.MessageText,
                Does.StartWith("main is a server that others use: only databases")
            );
        }
        await scene.Ask($"create database {own}_new");
        Assert.That((await scene.State()).Lines, Does.ContainKey("database shop_new"));
        Assert.That(
            scene.Stage.Tokens.Replace($"drop database {own}_new"),
            Is.EqualTo("drop database shop_new")
        );
    }

    [Test]
    public async Task OwnerKilled_TheNextStartDropsWhatItLeft(CancellationToken cancellation)
    {
        await _server.CreateDatabaseAsync("rbw_aaaaaa_0123456789_1_named_alike", null, cancellation);
        using var owner = Owner(_server.Url());
        Assert.That(await owner.StandardOutput.ReadLineAsync(cancellation), Does.StartWith("postgres://"));
        await using (await StartAsync())
            Assert.That(await Ours(), Is.EqualTo(4), "the living one keeps its two");

        owner.Kill();
        await owner.WaitForExitAsync(cancellation);
        // The server sees the end of a session a moment later.
        while (
            (long)(await Ask("select count(*) from pg_stat_activity where application_name ~ '^rbw_'"))! > 0
        )
            await Task.Yield();
        Assert.That(await Ours(), Is.EqualTo(3));
        await using (await StartAsync())
            Assert.That(await Ours(), Is.EqualTo(2));
        Assert.That(await Ours(), Is.EqualTo(1), "no comment of ours: not ours");
    }

    [Test]
    public async Task Variable_GivesAServerUnlessItMustBeItsOwn()
    {
        var environment = Machine.Environment((GivenAddress.Variable, _server.Url()));
        await using (var system = await Build(() => Postgres().Database("shop"), environment))
            Assert.That(system, Is.InstanceOf<GivenSystem>());
        var error = Assert.ThrowsAsync<WorldException>(() =>
            Build(() => Postgres().Replica("standby"), environment)
        );
        Assert.That(
            error.Message,
            Is.EqualTo(
                "'main' needs a server of its own (.Replica(\"standby\")), and the server "
                    + $"127.0.0.1:{_server.Port} of RUNBOOK_TEST_POSTGRES is one that others use: "
                    + "leave out RUNBOOK_TEST_POSTGRES."
            )
        );
    }

    [TestCase(
        "nonsense",
        ".At(…) is no connection string: give postgres://user:password@host:port/database, "
            + "or Host=…;Port=…;Username=…;Password=…"
    )]
    [TestCase(
        "postgres://tester:hunter2@127.0.0.1:1/x",
        "the server 127.0.0.1:1 of .At(…) cannot be used: " + "Failed to connect to 127.0.0.1:1"
    )]
    public void Address_ThatIsNone_IsSaidWithoutItsPassword(string address, string message)
    {
        var error = Assert.ThrowsAsync<WorldException>(() =>
            Build(() => Postgres().At(address).Database("shop"), Machine.Environment())
        );
        Assert.That(error.Message, Is.EqualTo(message));
    }

    [Test]
    public async Task User_WhoMayMakeNoDatabases_IsTold()
    {
        await _server.RunSqlAsync("postgres", new("create role plain login password 'x'", "test"));
        var address = $"postgres://plain:x@127.0.0.1:{_server.Port}/postgres";
        var error = Assert.ThrowsAsync<WorldException>(() =>
            Build(() => Postgres().At(address), Machine.Environment())
        );
        Assert.That(
            error.Message,
            Is.EqualTo(
                $"the server 127.0.0.1:{_server.Port} of .At(…) does not let plain make databases: "
                    + "ALTER ROLE … CREATEDB, or give another user."
            )
        );
    }

    [Test]
    public async Task User_WhoMayMakeDatabases_IsEnough()
    {
        await _server.RunSqlAsync("postgres", new("create role maker login createdb password 'x'", "test"));
        var address = $"postgres://maker:x@127.0.0.1:{_server.Port}/postgres";
        await using (
            var system = await Build(
                () => Postgres().At(address).Database("shop").Sql(Seed).As(Secret("URL")),
                Machine.Environment()
            )
        )
        await using (var scene = await OpenAsync(system))
            Assert.That((await scene.State()).Lines["database shop"], Is.EqualTo("owner maker"));
        Assert.That(await Ours(), Is.Zero);
    }

    private Task<IWorldSystem> StartAsync() =>
        Build(
            () => Postgres().At(_server.Url()).Database("shop").Sql(Seed).As(Secret("URL")),
            Machine.Environment()
        );

    private static Task<IWorldSystem> Build(Action file, Dictionary<string, string> environment)
    {
        var session = new WorldSession("/none/given.world.csx");
        using (session.Enter())
            file();
        return session.Build().Systems[0].StartAsync(new(environment), default);
    }

    private static async Task<OpenScene> OpenAsync(IWorldSystem system)
    {
        var options = new StageOptions(
            Machine.Environment(),
            "/nowhere",
            new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        var stage = new Stage(options);
        return new OpenScene(await system.OpenAsync(stage, default)) { Stage = stage };
    }

    private async Task<long> Ours() =>
        (long)(await Ask("select count(*) from pg_database where datname ~ '^rbw_'"))!;

    private Task<object?> Ask(string sql) => Machine.Ask(_server, "postgres", sql);

    private static Process Owner(string url)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("RunbookDsl.Testing.Tests", "RunbookDsl.Testing.Tests.Owner"),
            "RunbookDsl.Testing.Tests.Owner"
        );
        var start = new ProcessStartInfo(program, ["given"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Machine.Environment((GivenAddress.Variable, url)))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
