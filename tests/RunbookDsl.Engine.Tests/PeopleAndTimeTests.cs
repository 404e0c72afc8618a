using System.Text;
using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class PeopleAndTimeTests
{
    private static readonly DateTimeOffset Window = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Nobody_there_holds_and_tells_how_to_answer()
    {
        using var world = new World();
        var plan = World.Plan(() => GoNoGo("Go on?"));
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            result.Message,
            Is.EqualTo(
                $"'go-on' waits for a person: Go on? Nobody can be asked here. Run `runbook resume "
                    + $"{world.RunId}` in a "
                    + $"terminal, or `runbook approve {world.RunId} go-on` and then resume."
            )
        );
        Assert.That(world.Records(), Has.None.StartWith("step.intent"));
    }

    [Test]
    public async Task A_no_is_asked_again_and_a_yes_is_not()
    {
        using var world = new World();
        var isYes = false;
        world.People.Answers = _ => new Answer(isYes, "mia", world.Clock.GetUtcNow());
        var plan = World.Plan(() =>
        {
            GoNoGo("Go on?");
            Step("a")
                .Confirm("Sure?")
                .Run(new SetValue(world.Server, "a", "on"))
                .Guard(_ => Task.FromResult(isYes));
        });
        var no = await world.StartAsync(plan);
        Assert.That(no.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(no.Message, Does.StartWith("'go-on' failed: mia answered no to: Go on?"));
        isYes = true;
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.People.Asked.Select(a => a.Question.Text), Is.EqualTo(new[] { "Go on?", "Sure?" }));
    }

    [Test]
    public async Task Approval_wants_other_persons_and_the_plan_they_saw()
    {
        using var world = new World();
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow());
        var plan = World.Plan(() => Step("Fail over").Approve(by: 2));
        var waits = 0;
        world.Pause.OnWait = () =>
        {
            var box = new SignalBox(Path.Combine(world.Home, "runs", world.Store.FindRun("latest")));
            waits++;
            if (waits == 1)
                Post(box, "own", "mia", plan.Hash);
            if (waits == 2)
                Post(box, "old", "bob", "another plan");
            if (waits == 3)
                Post(box, "bob1", "bob", plan.Hash);
            if (waits == 4)
                Post(box, "bob2", "bob", plan.Hash);
            if (waits == 5)
                Post(box, "eve", "eve", plan.Hash);
        };
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(waits, Is.EqualTo(5));
        Assert.That(
            world.Log.Lines,
            Has.Member(
                $"Waiting fail-over: 'fail-over' waits for 2 approval(s) by other persons than mia: "
                    + $"`runbook approve {world.RunId} fail-over`"
            )
        );
    }

    // The clock is set back between the two: what counts is which messages were taken, not their times.
    [Test]
    public async Task A_message_that_was_taken_does_not_answer_the_question_when_it_is_asked_again()
    {
        using var world = new World();
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow());
        var plan = World.Plan(() => Step("Fail over").Approve(by: 1));
        var box = new SignalBox("");
        world.Pause.OnWait = () =>
        {
            box = new SignalBox(Path.Combine(world.Home, "runs", world.Store.FindRun("latest")));
            Post(box, "eve-no", "eve", plan.Hash, isYes: false);
        };
        Assert.That((await world.StartAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
        Assert.That(world.State().Step("fail-over").QuestionsAnswered, Is.EqualTo(1));
        world.Clock.Jump(TimeSpan.FromDays(-1));
        world.Pause.OnWait = () => Post(box, "eve-yes", "eve", plan.Hash);
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(world.Records().Count(r => r == "signal.wait fail-over"), Is.EqualTo(2));
    }

    [Test]
    public void What_was_said_of_another_plan_or_by_the_operator_does_not_count()
    {
        var run = new RunState("r") { PlanHash = "new" };
        Assert.Multiple(() =>
        {
            Assert.That(ApprovalRule.IsValid("new", run), Is.True);
            Assert.That(ApprovalRule.IsValid("old", run), Is.False);
            Assert.That(ApprovalRule.IsValid(null, run), Is.False);
            Assert.That(ApprovalRule.Stands("old", run), Is.False);
            Assert.That(ApprovalRule.Stands(null, run), Is.True);
            Assert.That(ApprovalRule.IsSecond(new Answer(true, "Mia ", default), "mia"), Is.False);
            Assert.That(ApprovalRule.IsSecond(new Answer(true, "bob", default), "mia"), Is.True);
        });
    }

    [Test]
    public async Task Stopping_ends_the_wait_for_an_approval()
    {
        using var world = new World();
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow());
        world.Pause.OnWait = world.Control.Request;
        var result = await world.StartAsync(World.Plan(() => Step("a").Approve()));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Aborted));
        Assert.That(result.Message, Is.EqualTo("Stopped by the operator before 'a' was begun."));
    }

    [Test]
    public async Task A_manual_step_without_its_evidence_is_not_done()
    {
        using var world = new World();
        var evidence = " ";
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow(), evidence);
        var plan = World.Plan(() => Step("Look").Manual("Log in").Evidence());
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Is.EqualTo(
                "'look' wants evidence: what was seen, or where it is kept. mia gave none. "
                    + $"`runbook resume {world.RunId}` asks again."
            )
        );
        evidence = "screenshot 7";
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.JournalText(), Does.Contain("screenshot 7"));
    }

    [Test]
    public async Task A_timer_survives_a_restart()
    {
        using var world = new World();
        var plan = World.Plan(
            () => Step("a").At(T - 10.Minutes).Run(new SetValue(world.Server, "a", "on")),
            Window
        );
        world.Pause.OnWait = world.Control.Request;
        var stopped = await world.StartAsync(plan);
        Assert.That(stopped.Status, Is.EqualTo(RunStatus.Aborted));
        Assert.That(world.Records(), Has.Member("timer.set a"));
        world.Pause.OnWait = null;
        world.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Pause.Waits[^1], Is.EqualTo(TimeSpan.FromMinutes(30)));
        Assert.That(world.Clock.GetUtcNow(), Is.EqualTo(Window - TimeSpan.FromMinutes(10)));
    }

    [Test]
    public async Task A_clock_that_is_set_back_cannot_lengthen_a_timer()
    {
        using var world = new World();
        var plan = World.Plan(() => Step("a").At(T).Run(new SetValue(world.Server, "a", "on")), Window);
        world.Pause.OnWait = world.Control.Request;
        await world.StartAsync(plan);
        world.Pause.OnWait = null;
        world.Clock.Jump(TimeSpan.FromDays(-365));
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(world.Pause.Waits[^1], Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task A_late_step_asks()
    {
        using var world = new World();
        world.Clock.Advance(TimeSpan.FromHours(2));
        var plan = World.Plan(() => Step("a").At(T).Run(new SetValue(world.Server, "a", "on")), Window);
        var held = await world.StartAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            held.Message,
            Does.StartWith(
                "'a' waits for a person: 'a' was due at 2026-12-05 06:00Z (T), 1h ago. Run it now? Nobody"
            )
        );
    }

    [Test]
    public async Task The_pause_looks_at_both_clocks()
    {
        var clock = new TestClock();
        var pause = new ClockPause(clock);
        var waiting = pause.UntilAsync(
            clock.GetUtcNow() + TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(1),
            default
        );
        clock.Jump(TimeSpan.FromDays(-1));
        for (var i = 0; i < 59; i++)
            await StepAsync(clock, waiting, isOver: false);
        clock.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    }

    private static async Task StepAsync(TestClock clock, Task waiting, bool isOver)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
        Assert.That(waiting.IsCompleted, Is.EqualTo(isOver));
    }

    private const string At = "2026-12-05T05:00:00Z";

    private static void Post(SignalBox box, string id, string by, string hash, bool isYes = true) =>
        box.Post(
            id,
            Encoding.UTF8.GetBytes(
                $$"""{"step":"fail-over","planHash":"{{hash}}","yes":{{(isYes ? "true" : "false")}},"by":"{{by}}","at":"{{At}}"}"""
            )
        );
}
