namespace RunbookDsl.Postgres.Tests;

internal sealed class OrphanSlotsTests
{
    [Test, CancelAfter(120_000)]
    public async Task Unused_slots_are_dropped_by_name_and_one_in_use_is_not(CancellationToken stop)
    {
        await using var pair = await Pair.StartAsync();
        await pair.SqlAsync(
            "select pg_create_physical_replication_slot(s, true) from unnest(array['gone', 'other',"
                + " 'kept']) s"
        );
        var drop = Pg.DropOrphanSlots(Pair.Old, "gone", "other", "never_there");
        var step = pair.Step();
        var capture = await drop.CaptureAsync(step, stop);
        Assert.That(capture!.Values.Select(v => v.Key), Is.EqualTo(new[] { "gone", "other" }));

        await step.DoAsync(drop, stop);

        Assert.That(
            await pair.ReadAsync<string>(
                Pair.OldSecret,
                "select string_agg(slot_name, ',') from pg_replication_slots where not active"
            ),
            Is.EqualTo("kept")
        );
        var again = await drop.ProbeAsync(pair.Step(), stop);
        Assert.That(
            (again.State, again.Evidence),
            Is.EqualTo((ProbeState.Done, "no slot of these names is there"))
        );
        Assert.That(
            (await Pg.DropOrphanSlots(Pair.Old, "kept").VerifyAsync(step, Unit.Value, stop)).Evidence,
            Is.EqualTo("still there: kept")
        );
    }

    [Test, CancelAfter(120_000)]
    public async Task With_one_in_use_none_is_dropped(CancellationToken stop)
    {
        await using var pair = await Pair.StartAsync();
        await pair.SqlAsync(
            "select pg_create_physical_replication_slot(s, true) from unnest(array['unused', 'used']) s"
        );
        await using var user = await UseAsync(pair, stop);
        var drop = Pg.DropOrphanSlots(Pair.Old, "unused", "used");

        var failure = Assert.ThrowsAsync<OperationFailedException>(() => drop.RunAsync(pair.Step(), stop))!;

        Assert.That(
            failure.Message,
            Does.Match(
                @"^in use on database ""shop"" at 127\.0\.0\.1 port \d+: used by pid \d+\. No slot was"
                    + " dropped: end its replica or subscription first, or leave it out$"
            )
        );
        Assert.That(
            await pair.ReadAsync<long>(Pair.OldSecret, "select count(*) from pg_replication_slots"),
            Is.GreaterThanOrEqualTo(2)
        );
    }

    private static async Task<Npgsql.Replication.PhysicalReplicationConnection> UseAsync(
        Pair pair,
        CancellationToken stop
    )
    {
        var connection = new Npgsql.Replication.PhysicalReplicationConnection(
            pair.Primary.ConnectionString("shop")
        );
        await connection.Open(stop);
        var slot = new Npgsql.Replication.PhysicalReplicationSlot("used");
        var position = await connection.IdentifySystem(stop);
        var stream = connection.StartReplication(slot, position.XLogPos, stop).GetAsyncEnumerator(stop);
        var first = stream.MoveNextAsync().AsTask();
        await pair.SqlAsync("insert into t values (1)");
        await first.WaitAsync(stop);
        return connection;
    }
}
