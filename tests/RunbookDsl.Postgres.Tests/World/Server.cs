using System.Collections;
using RunbookDsl.Testing;

namespace RunbookDsl.Postgres.Tests;

/// <summary>One real server for all tests of this project; every test has a database of its own.</summary>
[SetUpFixture]
internal sealed class Server
{
    /// <summary>A small shop: rows, a table without primary key, a sequence, partitions, a setting.</summary>
    private const string Shop = """
        create table customer (id int generated always as identity primary key, name text not null);
        insert into customer (name) select 'customer ' || i from generate_series(1, 500) i;
        create table orders (id bigserial primary key, customer int not null references customer, total
          numeric not null check (total >= 0));
        insert into orders (customer, total) select 1 + i % 500, i from generate_series(1, 5000) i;
        create index orders_customer on orders (customer);
        create table audit (at timestamptz not null, what text);
        insert into audit select now(), 'entry ' || i from generate_series(1, 1000) i;
        create table event (day date not null, what text) partition by range (day);
        create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
        insert into event select '2026-05-01'::date + i % 100, 'event' from generate_series(1, 300) i;
        create view big_orders as select * from orders where total > 4000;
        """;

    private static readonly Dictionary<string, string> Logical = new()
    {
        ["wal_level"] = "logical",
        ["max_worker_processes"] = "40",
        ["max_logical_replication_workers"] = "24",
        ["max_replication_slots"] = "40",
        ["max_wal_senders"] = "40",
        ["wal_receiver_status_interval"] = "1s",
    };

    private static int s_number;
    private static LocalCluster s_cluster = null!;
    private static Lazy<Task<LocalCluster>> s_other = null!;

    public static LocalCluster Cluster => s_cluster;

    public static IReadOnlyDictionary<string, string> Environment { get; } =
        System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    /// <summary>A second server, for rehearsals.</summary>
    public static Task<LocalCluster> OtherAsync() => s_other.Value;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        s_cluster = await LocalCluster.StartAsync(
            new ClusterOptions(Environment) { Settings = Logical },
            default
        );
        s_other = new(() => LocalCluster.StartAsync(new ClusterOptions(Environment), default));
        await s_cluster.CreateDatabaseAsync("shop");
        await s_cluster.RunSqlAsync("shop", new SqlSource(Shop, "shop"));
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await s_cluster.DisposeAsync();
        if (s_other.IsValueCreated)
            await (await s_other.Value).DisposeAsync();
    }

    public static string NextName() => $"t{Interlocked.Increment(ref s_number)}";
}
