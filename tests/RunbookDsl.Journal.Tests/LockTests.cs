namespace RunbookDsl.Journal.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class LockTests
{
    [Test]
    public void Resume_WhileAnotherHasTheRun_SaysWhoWhereSinceAndWhatToDo()
    {
        using var home = new TempHome();
        using var journal = home.Store().Create(Sample.Run, Sample.Opened);

        var error = Assert.Throws<JournalLockedException>(() =>
            home.Store("bob").Resume(Sample.RunId, _ => Sample.Resumed)
        );

        Assert.That(
            error!.Message,
            Is.EqualTo(
                "Run 20260102-030405-k3f9 is already being run by alice@db1 (pid 4711) since 2026-01-02 "
                    + "03:04:05Z; lock: "
                    + home.RunFile(Sample.RunId, "lock")
                    + ". A run has one owner at a time. Look at it with 'runbook show "
                    + "20260102-030405-k3f9'; wait until it ends, "
                    + "or stop it on db1 with 'kill -INT 4711', then 'runbook resume 20260102-030405-k3f9'."
            )
        );
        Assert.That(error.Owner, Is.EqualTo(Sample.Owner));
    }

    [Test]
    public void Resume_WhileTheWinnerHasNotYetSaidWhoItIs_DoesNotNameTheOwnerBefore()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var path = home.RunFile(Sample.RunId, "lock");
        using var winner = NativeFile.Open(Disk.Local, path, Libc.ReadWrite);
        Assert.That(
            Libc.Lock(winner.Descriptor, Libc.LockExclusive | Libc.LockNonBlocking),
            Is.Zero,
            "alice still has it"
        );

        var error = Assert.Throws<JournalLockedException>(() =>
            home.Store("bob").Resume(Sample.RunId, _ => Sample.Resumed)
        );

        Assert.That(error!.Owner, Is.Null);
        Assert.That(
            error.Message,
            Is.EqualTo(
                "Run 20260102-030405-k3f9 is already being run by a process that has not yet said who it is; "
                    + $"lock: {path}. A run has one owner at a time. Look at it with 'runbook show "
                    + "20260102-030405-k3f9'; wait until it ends, then 'runbook resume 20260102-030405-k3f9'."
            )
        );
    }

    [Test]
    public void Dispose_WhileAProcessIsBeingStarted_GivesTheRunBackAllTheSame()
    {
        using var home = new TempHome();
        var journal = home.Store().Create(Sample.Run, Sample.Opened);
        // Between fork and exec a new process has all our descriptors.
        using var inherited = Descriptors.Twin(home.RunFile(Sample.RunId, "lock"));
        journal.Dispose();

        using var next = home.Store("bob").Resume(Sample.RunId, _ => Sample.Resumed);
        Assert.That(home.Store().Read(Sample.RunId).Owner!.Operator, Is.EqualTo("bob"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Owner_IsShownToReadersAndGoneWithItsProcess(CancellationToken cancellation)
    {
        using var home = new TempHome();
        using var other = DummyProcess.StartDummy("hold", home.Path, Sample.RunId);
        Assert.That(await other.StandardOutput.ReadLineAsync(cancellation), Is.EqualTo("held"));

        var error = Assert.Throws<JournalLockedException>(() =>
            home.Store().Resume(Sample.RunId, _ => Sample.Resumed)
        );
        Assert.That(error!.Owner!.Pid, Is.EqualTo(other.Id));
        Assert.That(error.Owner.PidStart, Is.EqualTo(ProcFile.StartTicks(other.Id)).And.Positive);
        Assert.That(home.Store().Read(Sample.RunId).Owner, Is.EqualTo(error.Owner));
        other.Kill();
        await other.WaitForExitAsync(cancellation);

        Assert.That(home.Store().Read(Sample.RunId).Owner, Is.Null);
        using var journal = home.Store().Resume(Sample.RunId, _ => Sample.Resumed);
        Assert.That(home.Store().Read(Sample.RunId).Owner!.Operator, Is.EqualTo("alice"));
    }

    [Test, CancelAfter(30_000)]
    public void Resume_FiftyAtOnceWhileOthersRead_HasExactlyOneWinner()
    {
        using var home = new TempHome();
        Sample.WriteOpenRun(home.Store());
        var won = new System.Collections.Concurrent.ConcurrentBag<IJournal>();
        var losers = 0;

        Parallel.For(
            0,
            100,
            i =>
            {
                if (i % 2 == 0)
                {
                    Assert.That(home.Store().Read(Sample.RunId).Records, Has.Count.GreaterThanOrEqualTo(7));
                    return;
                }
                try
                {
                    won.Add(home.Store($"operator-{i}").Resume(Sample.RunId, _ => Sample.Resumed));
                }
                catch (JournalLockedException)
                {
                    Interlocked.Increment(ref losers);
                }
            }
        );

        Assert.That(won, Has.Count.EqualTo(1));
        Assert.That(losers, Is.EqualTo(49));
        won.Single().Dispose();
    }
}
