using RunbookDsl.Engine;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>A run goes from one operator to another at the end of a step, with a line that says so.</summary>
[CancelAfter(60_000)]
internal sealed class HandoverTests : JournalTest
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _effects;

    private Plan Plan(bool waits = false) =>
        Engine.Plan(() =>
        {
            Runbook("Night").Purpose("tests").Owner("platform");
            Step("One")
                .Run(async ctx =>
                {
                    _effects++;
                    _begun.TrySetResult();
                    await _end.Task;
                })
                .Idempotent()
                .NoUndo("a count");
            if (waits)
                Step("Two").Approve(1);
            Step("Three")
                .Run(async ctx =>
                {
                    await Task.Yield();
                    _effects++;
                })
                .Idempotent()
                .NoUndo("a count");
        });

    private PostgresJournalOptions Quick => Options() with { Renewal = TimeSpan.FromMilliseconds(50) };

    private string Handovers =>
        Ask<string>(
            """
            select string_agg((body->>'as') || ' ' || (body->>'from') || '>' || (body->>'to')
              || coalesce(': ' || (body->>'reason'), ''), '; ' order by seq)
            from rb.journal where t = 'run.handover'
            """
        );

    private static Task<RunResult> Resume(Engine engine, string run, Plan plan) =>
        engine.Run.ResumeAsync(run, new RunRequest(plan), engine.Control);

    [Test]
    public async Task An_offered_run_stops_at_the_end_of_the_step_and_only_the_other_may_take_it()
    {
        var alice = new Engine(Store(options: Quick), "alice");
        var running = alice.Run.StartAsync(new RunRequest(Plan()), alice.Control);
        await _begun.Task;
        var run = Store().FindRun("latest");

        Assert.That(Store().Offer(run, "bob"), Is.EqualTo(Me()));
        Assert.That(() => Store().Read(run).Offer?.To, Is.EqualTo("bob"));
        await Task.Run(() => SpinWait.SpinUntil(() => alice.Control.Stop.IsCancellationRequested, 20_000));
        _end.SetResult();
        var paused = await running;

        Assert.That(paused.Status, Is.EqualTo(RunStatus.Paused), paused.Message);
        Assert.That(
            paused.Message,
            Is.EqualTo($"Handed over: alice offered it to bob, who takes it with 'runbook accept {run}'.")
        );
        Assert.That(_effects, Is.EqualTo(1));
        var refused = Assert.ThrowsAsync<JournalLockedException>(() =>
            Resume(new Engine(Store(), "alice"), run, Plan())
        );
        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"Run {run} is offered to bob by alice: only bob may take it, with 'runbook accept {run}'. To "
                    + $"keep it, offer it to yourself: 'runbook offer {run} --to alice'."
            )
        );

        var bob = new Engine(Elsewhere(), "bob");
        var state = bob.Run.TakeOver(run, new RunRequest(Plan()), new Handover(false, null));
        Assert.That(state.Status, Is.EqualTo(RunStatus.Paused));
        Assert.That(_effects, Is.EqualTo(1), "a hand-over executes nothing");
        var done = await Resume(bob, run, Plan());

        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(_effects, Is.EqualTo(2));
        Assert.That(Handovers, Is.EqualTo("offered alice>bob; accepted alice>bob"));
    }

    [Test]
    public async Task A_run_that_waits_for_a_person_is_let_go_at_once()
    {
        _end.SetResult();
        var store = Store(options: Quick);
        var alice = new Engine(store, "alice") { IsSomebodyThere = true };
        var running = alice.Run.StartAsync(new RunRequest(Plan(waits: true)), alice.Control);
        await Task.Run(() =>
            SpinWait.SpinUntil(() => alice.Has("waits for 1 approval") || running.IsCompleted, 20_000)
        );
        Assert.That(running.IsCompleted, Is.False);

        store.Offer(store.FindRun("latest"), "bob");
        var paused = await running;

        Assert.That(paused.Status, Is.EqualTo(RunStatus.Paused), paused.Message);
        Assert.That(Handovers, Is.EqualTo("offered alice>bob"));
    }

    [Test]
    public async Task A_stolen_run_begins_nothing_more_where_it_was()
    {
        var alice = new Engine(Store(options: Quick), "alice");
        var running = alice.Run.StartAsync(new RunRequest(Plan()), alice.Control);
        await _begun.Task;
        var run = Store().FindRun("latest");

        var thief = Store(Me("carol", "db3"), Options(Path.Combine(Home, "db3")) with { Steals = true });
        var carol = new Engine(thief, "carol");
        carol.Run.TakeOver(run, new RunRequest(Plan()), new Handover(true, "alice is asleep"));
        _end.SetResult();

        var ended = Assert.CatchAsync(() => running);
        Assert.That(ended!.Message, Does.Contain($"Run {run} was taken over by carol@db3 (pid 4711) since"));
        Assert.That(_effects, Is.EqualTo(1));
        Assert.That(Handovers, Is.EqualTo("stolen alice>carol: alice is asleep"));
        // Its open step may still be at work on alice's machine, as far as carol's can tell.
        var held = await Resume(carol, run, Plan());
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt), held.Message);
    }

    [Test]
    public void A_run_of_somebody_else_cannot_be_offered()
    {
        Begin();

        var refused = Assert.Throws<JournalException>(() => Elsewhere("mallory").Offer(RunId, "mallory"));

        Assert.That(
            refused!.Message,
            Is.EqualTo(
                $"Run {RunId} is not yours to offer: alice@db1 (pid 4711) since 2026-01-02 03:04:05Z has or had "
                    + $"it last. Ask alice for 'runbook offer {RunId} --to mallory', or take it with 'runbook "
                    + $"steal {RunId} --reason \"…\"'."
            )
        );
    }

    [Test]
    public void An_offer_can_be_taken_back()
    {
        Begin().Dispose();
        Store().Offer(RunId, "bob");
        Assert.Throws<JournalLockedException>(() => Store().Resume(RunId, _ => Lines.Resumed));

        Store().Offer(RunId, "alice");

        Kept(Store().Resume(RunId, _ => Lines.Resumed));
    }
}
