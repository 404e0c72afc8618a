namespace RunbookDsl.Postgres.Tests;

internal sealed class PrewarmTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_table_its_indexes_and_partitions_are_read(CancellationToken stop)
    {
        await SqlAsync("create extension pg_prewarm");
        var prewarm = Pg.Prewarm(Db, "public.orders", "public.event");
        var step = Step();

        var made = await step.DoAsync(prewarm, stop);

        // orders with two indexes, and the one partition.
        Assert.That(made.Relations, Is.EqualTo(4));
        var blocks = await ReadAsync<long>(
            """
            select sum(pg_relation_size(c) / current_setting('block_size')::int)::bigint
            from unnest(array['orders', 'orders_pkey', 'orders_customer', 'event_2026']::regclass[]) c
            """
        );
        Assert.That(made.Blocks, Is.EqualTo(blocks));
        Assert.That(await step.ProbeAsync(prewarm, stop), Is.EqualTo(ProbeState.NotDone));
        await Step().DoAsync(prewarm, stop);
    }

    [Test, CancelAfter(60_000)]
    public void Without_the_extension_or_the_table_it_says_so(CancellationToken stop)
    {
        var where = $"database \"{Name}\" at 127.0.0.1 port {Server.Cluster.Port}";

        var extension = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Prewarm(Db, "public.orders").RunAsync(Step(), stop)
        )!;
        var table = Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Prewarm(Db, "public.none").RunAsync(Step(), stop)
        )!;

        Assert.That(
            extension.Message,
            Is.EqualTo(
                $"{where} has no extension pg_prewarm. Nothing was read: CREATE EXTENSION pg_prewarm, from"
                    + $" the package postgresql-contrib where it is not in the server's"
            )
        );
        Assert.That(
            table.Message,
            Is.EqualTo($"no table public.none in {where}. Nothing was done; write names as schema.table")
        );
    }
}
