using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(120_000)]
internal sealed class StateTests
{
    private const string Seed = """
        create table orders (id serial primary key, state text not null,
          at timestamptz default now(), note text);
        insert into orders (state, note) select 'new', n::text from generate_series(1, 10) n;
        create index orders_state on orders (state);
        create view open_orders as select * from orders where state = 'new';
        create function total() returns bigint language sql as 'select count(*) from orders';
        create table big as select generate_series(1, 10001) n;
        """;

    [Test]
    public async Task StateAsync_Seeded_IsInLinesToRead()
    {
        await using var family = await Family.StartAsync(World);
        await using var scene = await family.OpenAsync();
        var lines = (await scene.State()).Lines;
        var shown = lines
            .Where(l => l.Key.StartsWith("shop: ") && !l.Key.Contains("big") && !l.Key.Contains(": schema"))
            .Select(l => $"{l.Key} = {l.Value}");
        Assert.That(
            shown.Select(l => System.Text.RegularExpressions.Regex.Replace(l, "[0-9a-f]{32}", "…")),
            Is.EqualTo(
                new[]
                {
                    "shop: column public.orders.at = timestamp with time zone default now()",
                    "shop: column public.orders.id = integer not null "
                        + "default nextval('orders_id_seq'::regclass)",
                    "shop: column public.orders.note = text",
                    "shop: column public.orders.state = text not null",
                    "shop: constraint public.orders orders_pkey = PRIMARY KEY (id)",
                    "shop: extension plpgsql = 1.0",
                    "shop: function public.total() = …",
                    "shop: index public.orders_pkey = CREATE UNIQUE INDEX orders_pkey "
                        + "ON public.orders USING btree (id)",
                    "shop: index public.orders_state = CREATE INDEX orders_state "
                        + "ON public.orders USING btree (state)",
                    "shop: rows public.orders = 10 …",
                    "shop: sequence of public.orders_id_seq = owner postgres",
                    "shop: sequence public.orders_id_seq = 10",
                    "shop: table public.orders = owner postgres",
                    "shop: view public.open_orders = owner postgres …",
                }
            )
        );
        Assert.That(lines["shop: rows public.big"], Is.EqualTo("10001"), "only counted");
    }

    [TestCase("update orders set state = 'old' where id = 3", "shop: rows public.orders")]
    [TestCase(
        "insert into orders (state) values ('x')",
        "shop: rows public.orders",
        "shop: sequence public.orders_id_seq"
    )]
    [TestCase("drop index orders_state", "shop: index public.orders_state")]
    [TestCase(
        "create or replace function total() returns bigint language sql as 'select 1::bigint'",
        "shop: function public.total()"
    )]
    [TestCase("alter table orders alter state drop not null", "shop: column public.orders.state")]
    [TestCase("grant select on orders to public", "shop: table public.orders")]
    [TestCase("create extension pgcrypto", "shop: extension pgcrypto")]
    [TestCase("alter database shop with allow_connections false", "database shop")]
    [TestCase("delete from big where n = 1", "shop: rows public.big")]
    // What is alike although it is not the same:
    [TestCase("update orders set at = clock_timestamp()")]
    [TestCase("update orders set note = 'other'")]
    [TestCase("create temp table x (id int)")]
    [TestCase("vacuum full orders")]
    [TestCase("begin; create schema rb; create table rb.effect_marker (id int); commit")]
    public async Task StateAsync_AfterAChange_DiffersExactlyThere(string sql, params string[] keys)
    {
        await using var family = await Family.StartAsync(World);
        await using var scene = await family.OpenAsync();
        var before = (await scene.State()).Lines;
        await scene.Ask(sql, sql.StartsWith("alter database") ? "MAIN" : "URL");
        var after = (await scene.State()).Lines;
        var changed = before
            .Keys.Union(after.Keys)
            .Where(k => before.GetValueOrDefault(k) != after.GetValueOrDefault(k));
        // A database that is closed cannot be looked into.
        Assert.That(
            changed.Where(k => !(sql.StartsWith("alter database") && k.StartsWith("shop:"))),
            Is.EquivalentTo(keys)
        );
    }

    private static void World()
    {
        var main = Postgres().Ignoring("orders.note");
        main.Database("shop").Sql(Seed).As(Secret("URL"));
        main.Database("postgres").As(Secret("MAIN"));
    }
}
