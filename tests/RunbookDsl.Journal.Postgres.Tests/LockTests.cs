using RunbookDsl.Engine;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>
/// Different runbooks keep off each other's resources; the same with files and with a database.
/// </summary>
[TestFixture(true)]
[TestFixture(false)]
[CancelAfter(60_000)]
internal sealed class LockTests(bool isShared) : JournalTest
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _fails;

    private IJournalStore Either(string name = "alice") =>
        isShared
            ? Store(Me(name))
            : new FileJournalStore(Path.Combine(Home, "files"), TimeProvider.System, Me(name));

    private Plan Nightly(bool isHeader = false) =>
        Engine.Plan(() =>
        {
            var book = Runbook("Nightly").Purpose("tests").Owner("platform");
            if (isHeader)
                book.Locks("db:orders");
            var step = Step("Work")
                .Run(async ctx =>
                {
                    _begun.TrySetResult();
                    await _end.Task;
                    if (_fails)
                        throw new IOException("the disk is on fire");
                })
                .Idempotent()
                .NoUndo("a count");
            if (!isHeader)
                step.Locks("db:orders", "db:customers");
            Step("Rest").Run(async ctx => await Task.Yield()).Idempotent().NoUndo("nothing");
        });

    private static Plan Weekly() =>
        Engine.Plan(() =>
        {
            Runbook("Weekly").Purpose("tests").Owner("platform");
            Step("Other")
                .Run(async ctx => await Task.Yield())
                .Locks("db:orders")
                .Idempotent()
                .NoUndo("nothing");
        });

    private static Task<RunResult> Start(Engine engine, Plan plan) =>
        engine.Run.StartAsync(new RunRequest(plan), engine.Control);

    [Test]
    public async Task A_run_waits_until_the_other_has_ended_its_step_and_says_for_whom()
    {
        var alice = new Engine(Either(), "alice");
        var nightly = Start(alice, Nightly());
        await _begun.Task;
        var run = Either().FindRun("latest");
        var bob = new Engine(Either("bob"), "bob");
        var weekly = Start(bob, Weekly());
        await Task.Run(() =>
            SpinWait.SpinUntil(
                () => bob.Has($"for db:orders, which run {run} of alice@db1 has since"),
                20_000
            )
        );
        Assert.That(weekly.IsCompleted, Is.False);
        Assert.That(
            Either().Locks.Held().Select(h => h.Resource),
            Is.EqualTo(new[] { "db:customers", "db:orders" })
        );

        _end.SetResult();
        var done = await Task.WhenAll(nightly, weekly);

        Assert.That(done.Select(d => d.Status), Is.All.EqualTo(RunStatus.Done), done[1].Message);
        Assert.That(Either().Locks.Held(), Is.Empty);
        var history = Either().Read(done[1].RunId);
        Assert.That(
            history.Records.Single(r => r.Type == RecordTypes.LockTaken).Body.ToArray(),
            Is.EqualTo("""{"fences":{"db:orders":2}}"""u8.ToArray()),
            "the fence grows"
        );
    }

    [Test]
    public async Task A_held_run_keeps_its_locks_until_it_is_closed()
    {
        _fails = true;
        _end.SetResult();
        var alice = new Engine(Either(), "alice");
        var held = await Start(alice, Nightly(isHeader: true));
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held), held.Message);
        var bob = new Engine(Either("bob"), "bob") { LockPatience = TimeSpan.Zero };

        var refused = await Start(bob, Weekly());

        var since = Either().Locks.Held().Single().Since;
        Assert.That(refused.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            refused.Message,
            Is.EqualTo(
                $"'other' waited 0s for db:orders, which run {held.RunId} of alice@db1 has since "
                    + $"{since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z. Nothing of this step was begun. Ask alice to end "
                    + "that run, or break the lock with `runbook unlock db:orders --reason \"…\"` when nothing of "
                    + $"it is at work; then `runbook resume {refused.RunId}`."
            )
        );
        _fails = false;
        var done = await alice.Run.ResumeAsync(
            held.RunId,
            new RunRequest(Nightly(isHeader: true)) { FromFailed = true },
            alice.Control
        );
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(Either().Locks.Held(), Is.Empty);
    }

    [Test]
    public void All_or_none_are_taken()
    {
        var store = Either();
        using var one = store.Create(new RunIdentity("one", "x"), Lines.Opened);
        using var two = store.Create(new RunIdentity("two", "x"), Lines.Opened);
        store.Locks.Take(new LockClaim("one", 1), ["b"]);

        var refused = store.Locks.Take(new LockClaim("two", 1), ["a", "b"]);

        Assert.That(refused.Held, Is.Empty);
        Assert.That(refused.Blocker?.Claim.RunId, Is.EqualTo("one"));
        Assert.That(store.Locks.Held().Select(h => h.Resource), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void A_crashed_run_still_has_its_lock_and_a_later_process_of_it_takes_it_over()
    {
        using (Either().Create(Run, Lines.Opened))
            Either().Locks.Take(new LockClaim(RunId, 1), ["db:orders"]);
        Assert.That(Either().Locks.Held().Single().Claim, Is.EqualTo(new LockClaim(RunId, 1)));

        using var again = Either().Resume(RunId, _ => Lines.Resumed);
        var taken = Either().Locks.Take(new LockClaim(RunId, 2), ["db:orders"]);
        Either().Locks.Release(new LockClaim(RunId, 1), ["db:orders"]);

        Assert.That(taken.Held.Single().Fence, Is.EqualTo(1), "it is the same run");
        Assert.That(Either().Locks.Held(), Has.Count.EqualTo(1), "the dead process lets nothing go");
    }

    [Test]
    public void A_closed_run_has_nothing()
    {
        using (var journal = Either().Create(Run, Lines.Opened))
        {
            Either().Locks.Take(new LockClaim(RunId, 1), ["db:orders"]);
            journal.Close(Lines.Closed, "done");
        }
        using var other = Either().Create(new RunIdentity("other", "x"), Lines.Opened);

        Assert.That(Either().Locks.Held(), Is.Empty);
        Assert.That(
            Either().Locks.Take(new LockClaim("other", 1), ["db:orders"]).Held.Single().Fence,
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task An_operator_breaks_the_lock_of_a_held_run_and_its_journal_says_so()
    {
        _fails = true;
        _end.SetResult();
        var alice = new Engine(Either(), "alice");
        var held = await Start(alice, Nightly(isHeader: true));
        var taken = Either().Locks.Held().Single();

        var bob = new Engine(Either("bob"), "bob");
        bob.Run.Unlock(held.RunId, new RunRequest(Nightly(isHeader: true)), taken, "alice is on leave");

        Assert.That(Either().Locks.Held(), Is.Empty);
        var record = Either().Read(held.RunId).Records.Single(r => r.Type == RecordTypes.LockBroken);
        Assert.That(
            System.Text.Encoding.UTF8.GetString(record.Body.Span),
            Is.EqualTo("""{"resource":"db:orders","by":"bob","reason":"alice is on leave"}""")
        );
        Assert.That(StateFold.Of(Either().Read(held.RunId)).Status, Is.EqualTo(RunStatus.Held));
    }

    [Test]
    public async Task Of_many_runs_at_once_exactly_one_takes_it()
    {
        var store = Either();
        var journals = Enumerable
            .Range(0, 20)
            .Select(n => Kept(store.Create(new RunIdentity($"run-{n}", "x"), Lines.Opened)))
            .ToList();

        var answers = await Task.WhenAll(
            journals.Select(j =>
                Task.Run(() => Either().Locks.Take(new LockClaim(j.RunId, 1), ["a", "b", "c"]))
            )
        );

        var winner = answers.Single(a => a.Blocker is null);
        Assert.That(winner.Held, Has.Count.EqualTo(3));
        Assert.That(
            answers.Where(a => a.Blocker is not null).Select(a => a.Blocker!.Claim),
            Is.All.EqualTo(winner.Held[0].Claim)
        );
    }
}
