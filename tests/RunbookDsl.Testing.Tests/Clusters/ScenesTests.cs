using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(120_000)]
internal sealed class ScenesTests
{
    private const string Seed = """
        create role app login password 'made-up';
        create table orders (id int primary key, state text, at timestamptz default now());
        insert into orders select n, 'new' from generate_series(1, 100) n;
        insert into orders (id, state) select 1000 + n, random()::text from generate_series(1, 5) n;
        revoke connect on database shop from public;
        grant connect on database shop to app;
        alter database shop set search_path = 'public', 'a b';
        alter database shop connection limit 7;
        comment on database shop is 'the shop';
        """;

    [Test]
    public async Task OpenAsync_TwoAtOnce_SeeTheirNamesAndNotEachOther()
    {
        await using var family = await Family.StartAsync(World);
        await using var a = await family.OpenAsync();
        await using var b = await family.OpenAsync();
        Assert.That(a.Secrets["URL"], Is.Not.EqualTo(b.Secrets["URL"]));
        foreach (var scene in (OpenScene[])[a, b])
        {
            Assert.That(await scene.Ask("select current_database()"), Is.EqualTo("shop"));
            Assert.That(
                await scene.Ask(
                    "select string_agg(datname, ' ' order by datname) from pg_database where datallowconn"
                ),
                Is.EqualTo("postgres shop template1")
            );
        }
        await a.Ask("delete from orders; create role only_here", "OTHER");
        await a.Ask("alter database shop rename to shop_old", "MAIN");
        Assert.That(await b.Ask("select count(*) from orders"), Is.EqualTo(105L));
        Assert.That(await b.Ask("select count(*) from pg_roles where rolname = 'only_here'"), Is.EqualTo(0L));
    }

    [Test]
    public async Task OpenAsync_MoreThanThereAreServersFor_WaitsForOneThatIsReturned(
        CancellationToken cancellation
    )
    {
        var family = await Family.StartAsync(() => Postgres("main").Database("shop"));
        var scenes = await Task.WhenAll(
            Enumerable.Range(0, ClusterPool.Most).Select(_ => family.OpenAsync())
        );
        Assert.That(scenes.Select(s => s.Cluster.Port).Distinct().Count(), Is.EqualTo(ClusterPool.Most));
        var (next, last) = (family.OpenAsync(), family.OpenAsync());
        await family.System.Pool.SettleAsync();
        Assert.That(next.IsCompleted, Is.False);
        Assert.That(family.System.Pool.Count, Is.EqualTo(ClusterPool.Most));

        await scenes[3].DisposeAsync();
        await using (var scene = await next.WaitAsync(cancellation))
            Assert.That(scene.Cluster.Port, Is.EqualTo(scenes[3].Cluster.Port));
        await using (await last.WaitAsync(cancellation)) { }

        var first = await family.OpenAsync();
        var late = family.OpenAsync();
        await family.DisposeAsync();
        Assert.That(async () => await late.WaitAsync(cancellation), Throws.TypeOf<ObjectDisposedException>());
        foreach (var scene in scenes.Where((_, i) => i != 3).Append(first))
            await scene.DisposeAsync();
    }

    [Test]
    public async Task OpenAsync_AfterAnotherHasEnded_IsAsTheFileSaysAgain()
    {
        await using var family = await Family.StartAsync(World);
        var states = new List<SystemState>();
        for (var round = 0; round < 4; round++)
        {
            await using var scene = await family.OpenAsync();
            states.Add(await scene.State());
            await scene.Ask("create database shop_new template template0", "MAIN");
            await scene.Ask("alter database shop rename to shop_old", "MAIN");
            await scene.Ask("create table rubbish (id int)", "MAIN");
        }
        Assert.That(family.System.Pool.Count, Is.LessThanOrEqualTo(3));
        foreach (var state in states)
            Assert.That(state.Lines, Is.EqualTo(states[0].Lines));
        var lines = states[0].Lines;
        Assert.That(
            lines["database shop"],
            Is.EqualTo(
                "owner postgres limit 7 CONNECT=app CONNECT=postgres CREATE=postgres "
                    + "TEMPORARY=postgres TEMPORARY=public"
            )
        );
        Assert.That(lines["setting of shop search_path"], Is.EqualTo("public, \"a b\""));
        Assert.That(lines["role app"], Is.EqualTo("login password"));
        Assert.That(lines["shop: rows public.orders"], Does.StartWith("105 "));
        Assert.That(lines.Keys.Where(k => k.Contains("template")), Is.Empty);
    }

    [TestCase("create role intruder")]
    [TestCase("alter role app password 'another'")]
    [TestCase("alter role app set work_mem = '9MB'")]
    [TestCase("alter system set work_mem = '9MB'")]
    [TestCase("select pg_create_physical_replication_slot('s')")]
    public async Task OpenAsync_AfterMoreThanDatabasesChanged_TakesAnotherServer(string sql)
    {
        await using var family = await Family.StartAsync(World);
        LocalCluster touched;
        SystemState before;
        await using (var scene = await family.OpenAsync())
        {
            before = await scene.State();
            touched = scene.Cluster;
            await scene.Ask(sql, "MAIN");
            var after = (await scene.State()).Lines;
            Assert.That(after.Except(before.Lines).Count(), Is.EqualTo(1), string.Join('\n', after));
        }
        for (var i = 0; i < 3; i++)
        {
            await using var next = await family.OpenAsync();
            Assert.That(next.Cluster, Is.Not.SameAs(touched));
            Assert.That((await next.State()).Lines, Is.EqualTo(before.Lines));
        }
        await family.System.Pool.SettleAsync();
        Assert.That(Directory.Exists(touched.DataFolder), Is.False, "the server that was touched is gone");
    }

    [Test]
    public async Task OwnCluster_IsNeverLentAgain()
    {
        await using var family = await Family.StartAsync(() =>
            Postgres().OwnCluster().Database("shop").Sql("create table t ()").As(Secret("URL"))
        );
        var seen = new HashSet<LocalCluster>();
        for (var i = 0; i < 3; i++)
        {
            await using var scene = await family.OpenAsync();
            Assert.That(seen.Add(scene.Cluster));
            Assert.That(await scene.Ask("select count(*) from t"), Is.EqualTo(0L));
        }
    }

    [Test]
    public async Task OpenAsync_UnloggedTables_KeepTheirRows()
    {
        await using var family = await Family.StartAsync(() =>
            Postgres()
                .Database("shop")
                .Sql("create unlogged table t as select generate_series(1, 9) n")
                .As(Secret("URL"))
        );
        await using var a = await family.OpenAsync();
        await using var b = await family.OpenAsync();
        Assert.That(await a.Ask("select count(*) from t"), Is.EqualTo(9L));
        Assert.That(await b.Ask("select count(*) from t"), Is.EqualTo(9L));
    }

    private static void World()
    {
        var main = Postgres();
        main.Database("shop").Sql(Seed).As(Secret("URL")).As(Secret("OTHER"));
        main.Database("postgres").As(Secret("MAIN"));
    }
}
