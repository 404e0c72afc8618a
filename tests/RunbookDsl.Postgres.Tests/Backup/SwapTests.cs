namespace RunbookDsl.Postgres.Tests;

internal sealed class SwapTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_swap_puts_the_replacement_in_place_though_clients_are_connected(
        CancellationToken stop
    )
    {
        await NewAsync();
        await using var web = await ConnectAsync();
        await using var report = await ConnectAsync(database: Name + "_new");
        var step = Step("swap");
        var swap = Pg.Swap(Db, Name + "_new", Name + "_old");

        var result = await step.DoAsync(swap, stop);

        Assert.That((result.Live, result.KeptAs), Is.EqualTo((Name, Name + "_old")));
        Assert.That(await ReadAsync<string>("select what from mark"), Is.EqualTo("new"));
        Assert.That(await step.ProbeAsync(swap, stop), Is.EqualTo(ProbeState.Done));

        await swap.UndoAsync(step, result, stop);
        Assert.That((await swap.ProbeUndoAsync(step, stop)).State, Is.EqualTo(ProbeState.Done));
        Assert.That(await ReadAsync<string>("select what from mark", Name + "_new"), Is.EqualTo("new"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Names_that_were_swapped_by_somebody_else_are_a_conflict(CancellationToken stop)
    {
        await ServerSqlAsync($"create database {Name}_old");
        var step = Step("swap");
        var swap = Pg.Swap(Db, Name + "_new", Name + "_old");

        Assert.That(await step.ProbeAsync(swap, stop), Is.EqualTo(ProbeState.Conflict));
        var failure = Assert.ThrowsAsync<OperationFailedException>(() => swap.RunAsync(step, stop))!;
        Assert.That(
            failure.Message,
            Does.Match(
                $"^the names cannot be swapped: \"{Name}\" is database id \\d+, \"{Name}_new\""
                    + $" does not exist, \"{Name}_old\" is database id \\d+$"
            )
        );
    }

    [Test, CancelAfter(60_000)]
    public async Task A_name_that_is_taken_leaves_both_as_they_were(CancellationToken stop)
    {
        await NewAsync();
        await ServerSqlAsync($"create database {Name}_old");

        Assert.ThrowsAsync<OperationFailedException>(() =>
            Pg.Swap(Db, Name + "_new", Name + "_old").RunAsync(Step(), stop)
        );
        Assert.That(await ReadAsync<string>("select what from mark", Name + "_new"), Is.EqualTo("new"));
    }

    private async Task NewAsync()
    {
        await ServerSqlAsync($"create database {Name}_new");
        await Server.Cluster.RunSqlAsync(
            Name + "_new",
            new("create table mark (what text); insert into mark values ('new')", "new")
        );
    }
}
