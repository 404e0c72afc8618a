using RunbookDsl.Engine;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>What another machine began is not believed to be dead because this one cannot see it.</summary>
[CancelAfter(60_000)]
internal sealed class MachineTests : JournalTest
{
    private int _effects;

    private Plan Plan() =>
        Engine.Plan(() =>
        {
            Runbook("Night").Purpose("tests").Owner("platform");
            Step("One")
                .Run(async ctx =>
                {
                    await Task.Yield();
                    _effects++;
                })
                .Idempotent()
                .NoUndo("a count");
            Step("Two")
                .Run(async ctx =>
                {
                    await Task.Yield();
                    _effects++;
                })
                .Idempotent()
                .NoUndo("a count");
        });

    /// <summary>A run that ended without a word on machine db1, in the middle of a step or not.</summary>
    private async Task<string> CrashedAsync(bool isOpen)
    {
        var plan = Plan();
        var engine = new Engine(Store(), "alice");
        var held = await engine.Run.StartAsync(new RunRequest(plan) { Until = "one" }, engine.Control);
        if (!isOpen)
            return held.RunId;
        using var journal = Store().Resume(held.RunId, _ => Lines.Resumed);
        journal.Put(Lines.Intent("two"));
        return held.RunId;
    }

    [Test]
    public async Task An_open_step_of_another_machine_holds_the_run_until_the_operator_attests()
    {
        var run = await CrashedAsync(isOpen: true);
        var bob = new Engine(Elsewhere(), "bob");

        var held = await bob.Run.ResumeAsync(run, new RunRequest(Plan()), bob.Control);

        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
        Assert.That(_effects, Is.EqualTo(1));
        Assert.That(
            held.Message,
            Is.EqualTo(
                "'two' was begun by alice@db1 (pid 4711) since 2026-01-02 03:04:05Z and has no outcome: it may "
                    + "still be running on host db1 (pid 4711), which this machine cannot see. Nothing was begun. "
                    + $"Look there that nothing of it is at work any more, then `runbook resume {run} "
                    + "--old-attempt-ended --reason \"…\"`; or resume it on db1."
            )
        );
        // A second look from here must not make it look like an interruption of this machine.
        var again = await bob.Run.ResumeAsync(run, new RunRequest(Plan()), bob.Control);
        Assert.That(again.Status, Is.EqualTo(RunStatus.InDoubt), again.Message);

        var request = new RunRequest(Plan()) { OldAttemptEnded = "db1 was switched off" };
        var done = await bob.Run.ResumeAsync(run, request, bob.Control);

        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(_effects, Is.EqualTo(2));
        Assert.That(
            Ask<string>("select body->>'oldAttemptEnded' from rb.journal where body ? 'oldAttemptEnded'"),
            Is.EqualTo("db1 was switched off")
        );
    }

    [Test]
    public async Task With_nothing_open_another_machine_simply_goes_on()
    {
        var run = await CrashedAsync(isOpen: false);
        var bob = new Engine(Elsewhere(), "bob");

        var done = await bob.Run.ResumeAsync(run, new RunRequest(Plan()), bob.Control);

        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
        Assert.That(_effects, Is.EqualTo(2));
    }

    [Test]
    public async Task On_the_same_machine_after_another_boot_the_old_attempt_is_dead()
    {
        var run = await CrashedAsync(isOpen: true);
        var alice = new Engine(Store(Me() with { BootId = "the next boot" }), "alice");

        var done = await alice.Run.ResumeAsync(run, new RunRequest(Plan()), alice.Control);

        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
    }

    [Test]
    public async Task A_machine_of_the_same_name_is_another_machine()
    {
        var run = await CrashedAsync(isOpen: true);
        var store = Store(Me("bob") with { MachineId = "another", BootId = "b" });
        var bob = new Engine(store, "bob");

        var held = await bob.Run.ResumeAsync(run, new RunRequest(Plan()), bob.Control);

        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt));
    }
}
