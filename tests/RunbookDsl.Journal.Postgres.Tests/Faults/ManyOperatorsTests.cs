using System.Collections.Concurrent;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>Fifty operators want the same run at the same moment.</summary>
[CancelAfter(280_000)]
[NonParallelizable]
internal sealed class ManyOperatorsTests : JournalTest
{
    private const int Operators = 50;

    private async Task<(List<IJournal> Won, List<JournalException> Lost)> AllAtOnceAsync(
        Func<int, IJournal> attempt
    )
    {
        var (won, lost) = (new ConcurrentBag<IJournal>(), new ConcurrentBag<JournalException>());
        using var together = new Barrier(Operators);
        await Task.WhenAll(
            Enumerable
                .Range(0, Operators)
                .Select(n =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            together.SignalAndWait();
                            try
                            {
                                won.Add(attempt(n));
                            }
                            catch (JournalException e)
                            {
                                lost.Add(e);
                            }
                        },
                        TaskCreationOptions.LongRunning
                    )
                )
        );
        return ([.. won], [.. lost]);
    }

    private PostgresJournalStore Of(int number, bool steals = false) =>
        Store(
            Me($"op{number}", $"host{number}"),
            Options(Path.Combine(Home, $"host{number}")) with
            {
                Steals = steals,
                Patience = TimeSpan.FromSeconds(20),
            }
        );

    [Test]
    public async Task Exactly_one_of_fifty_resumes_and_the_others_are_told_who()
    {
        var rounds = Rounds.Of(usual: 4, nightly: 200);
        for (var round = 0; round < rounds; round++)
        {
            var run = new RunIdentity($"run-{round}", "x");
            Store().Create(run, Lines.Opened).Dispose();

            var (won, lost) = await AllAtOnceAsync(n => Of(n).Resume(run.RunId, _ => Lines.Resumed));

            Assert.That(won, Has.Count.EqualTo(1));
            var winner = Store().Read(run.RunId).Owner!;
            Assert.That(lost, Has.Count.EqualTo(Operators - 1));
            Assert.That(
                lost.Select(e => (e as JournalLockedException)?.Owner),
                Is.All.EqualTo(winner),
                lost[0].Message
            );
            won[0].Put(Lines.Intent("one"));
            won[0].Dispose();
            Assert.That(Store().Read(run.RunId).Records, Has.Count.EqualTo(3));
        }
        TestContext.Out.WriteLine($"{rounds} rounds of {Operators} operators");
    }

    [Test]
    public async Task Exactly_one_of_fifty_begins_a_run_of_the_same_name()
    {
        Begin().Dispose();

        var (won, lost) = await AllAtOnceAsync(n => Of(n).Create(new RunIdentity("same", "x"), Lines.Opened));

        Assert.That(won, Has.Count.EqualTo(1));
        Assert.That(lost, Has.Count.EqualTo(Operators - 1));
        Assert.That(lost.Select(e => e.Message), Is.All.Contain("has one of that name already"));
        won[0].Dispose();
    }

    [Test]
    public async Task Of_fifty_thieves_only_the_last_can_write()
    {
        Begin();

        var (won, _) = await AllAtOnceAsync(n => Of(n, steals: true).Resume(RunId, _ => Lines.Resumed));

        var writers = 0;
        foreach (var journal in won)
            try
            {
                journal.Put(Lines.Intent("one"));
                writers++;
            }
            catch (JournalException e)
            {
                Assert.That(e.Message, Does.StartWith($"Run {RunId} was taken over by op"));
            }
            finally
            {
                journal.Dispose();
            }
        TestContext.Out.WriteLine($"{won.Count} stole it one after another");
        Assert.That(writers, Is.EqualTo(1));
        var history = Store().Read(RunId);
        Assert.That(history.Epoch, Is.EqualTo(won.Count + 1));
        Assert.That(Ask<long>("select count(distinct epoch) from rb.journal"), Is.EqualTo(won.Count + 1));
    }
}
