using Npgsql;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>
/// Connections cut before, during and after the commit, and servers that are ended under it.
/// </summary>
[CancelAfter(280_000)]
[NonParallelizable]
internal sealed class UnknownCommitTests : JournalTest
{
    private const int Operators = 6;

    private async Task<List<Torture>> RunAsync(ISettlement settlement, int breaks)
    {
        var seed = Rounds.Seed();
        var address = JournalAddress.Parse(Server.Cluster.Url(Name));
        Begin().Dispose();
        var all = new List<Torture>();
        for (var n = 0; n < Operators; n++)
            all.Add(new Torture(address, Home, n, seed, settlement));
        using var killing = new CancellationTokenSource();
        var killer = Task.Run(() => KillAsync(seed, killing.Token));
        await Task.WhenAll(
            all.Select(t =>
                Task.Factory.StartNew(
                    () =>
                    {
                        while (all.Sum(o => o.Broken) < breaks && t.Lies.Count == 0)
                            t.Append();
                    },
                    TaskCreationOptions.LongRunning
                )
            )
        );
        killing.Cancel();
        var killed = await killer;
        foreach (var t in all)
        {
            await t.CheckAsync(Options());
            t.Dispose();
        }
        TestContext.Out.WriteLine(
            $"{all.Sum(t => t.Appends)} appends, {all.Sum(t => t.Broken)} connections broken, {killed} server "
                + $"processes ended: {all.Sum(t => t.Found)} found there, {all.Sum(t => t.Absent)} absent, "
                + $"{all.Sum(t => t.Lies.Count)} false"
        );
        return all;
    }

    private async Task<int> KillAsync(int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        var killed = 0;
        await using var connection = new NpgsqlConnection(Server.Cluster.ConnectionString(Name));
        await connection.OpenAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await using var command = new NpgsqlCommand(
                    "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where "
                        + "datname = current_database() and application_name = 'runbook journal' "
                        + $"offset {random.Next(Operators)} limit 1) one",
                    connection
                );
                killed += (int)(long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
        return killed;
    }

    [Test]
    public async Task No_verdict_about_an_unknown_commit_is_false()
    {
        var breaks = Rounds.Of(usual: 1_000, nightly: 10_000);

        var all = await RunAsync(new FencingSettlement(), breaks);

        Assert.That(all.SelectMany(t => t.Lies), Is.Empty);
        Assert.That(all.Sum(t => t.Broken), Is.GreaterThanOrEqualTo(breaks));
        Assert.That(all.Sum(t => t.Found), Is.GreaterThan(0), "some of the broken ones had landed");
        Assert.That(all.Sum(t => t.Absent), Is.GreaterThan(0), "and some had not");
    }

    [Test]
    public async Task Looking_instead_of_fencing_is_caught_by_the_same_test()
    {
        var all = await RunAsync(new LookingSettlement(), Rounds.Of(usual: 1_000, nightly: 10_000));

        Assert.That(all.SelectMany(t => t.Lies), Is.Not.Empty);
    }
}
