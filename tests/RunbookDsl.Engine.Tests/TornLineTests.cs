using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>What a torn last line makes doubtful, and what it must not.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class TornLineTests
{
    private const string Lost =
        "What 'page' changed cannot be put back: its value before the change was in the unreadable end of "
        + "the journal. Now it is: value=on. Put it back by hand, then `runbook resolve RUN page --undone "
        + "--reason \"…\"`.";

    [Test]
    public async Task An_intent_torn_before_its_captured_value_captures_it_again()
    {
        using var world = new World();
        world.Server.Prepare("page", "off");
        var plan = PagePlan(world);
        await DiesAfterIntentAsync(world, plan);
        Tear(world, ",\"before\"");
        var held = await world.ResumeAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held), held.Message);
        Assert.That(world.Server.Get("page"), Is.EqualTo("on"));

        var undone = await world.UndoAsync(plan);
        Assert.That(undone.Status, Is.EqualTo(RunStatus.RolledBack), undone.Message);
        Assert.That(world.Server.Get("page"), Is.EqualTo("off"));
    }

    [Test]
    public async Task An_effect_whose_captured_value_is_lost_is_not_undone_to_nothing()
    {
        using var world = new World();
        world.Server.Prepare("page", "off");
        var plan = PagePlan(world);
        await DiesAfterIntentAsync(world, plan);
        Tear(world, ",\"before\"");
        world.Server.Prepare("page", "on");
        var held = await world.UndoAsync(plan);
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(held.Message, Is.EqualTo(Lost.Replace("RUN", world.RunId, StringComparison.Ordinal)));
        Assert.That(world.Server.Get("page"), Is.EqualTo("on"));

        world.Server.Prepare("page", "off");
        world.Resolve(plan, "page", ResolutionKind.Undone);
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(world.Server.Get("page"), Is.EqualTo("off"));
    }

    [Test]
    public async Task A_line_torn_during_an_undo_puts_no_step_in_doubt_that_cannot_have_been_begun()
    {
        using var world = new World();
        world.Server.Prepare("page", "off");
        var plan = World.Plan(() =>
        {
            Step("page").Run(new SetValue(world.Server, "page", "on"));
            Step("mail")
                .Run(_ =>
                {
                    world.Server.Set("mail", "sent");
                    return Task.CompletedTask;
                })
                .NoUndo("mail cannot be called back");
            Step("end").Run(_ => Task.CompletedTask).ReadOnly();
        });
        await world.StartAsync(plan, r => r with { Until = "mail" });
        world.Restart();
        world.Store.DiesAfterCommit = 1;
        Assert.ThrowsAsync<JournalException>(() =>
            new RunbookEngine(world.Services()).UndoAsync(
                world.RunId,
                new RunRequest(plan),
                null,
                world.Control
            )
        );
        Assert.That(world.Records()[^1], Is.EqualTo("undo.intent page"));
        File.AppendAllText(LastSegment(world), "{\"v\":1,\"seq\"");

        var undone = await world.UndoAsync(plan);
        Assert.That(undone.Status, Is.EqualTo(RunStatus.RolledBack), undone.Message);
        Assert.That(world.State().Step("mail").Phase, Is.EqualTo(StepPhase.Verified));
        Assert.That(world.Server.Get("page"), Is.EqualTo("off"));
    }

    [Test]
    public async Task An_attempt_that_a_full_disk_kept_from_beginning_leaves_the_earlier_ones_in_doubt()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("first").Run(_ => Task.CompletedTask).ReadOnly();
            Step("page")
                .Retry(2)
                .Run(
                    new SetValue(world.Server, "page", "on")
                    {
                        Says = _ => Probe.Unknown("cannot tell"),
                        Body = (_, _) =>
                        {
                            world.Server.Set("page", "on");
                            world.Store.IsFull = true;
                            throw new OutcomeUnknownException("no answer came");
                        },
                    }
                );
        });
        var held = await world.StartAsync(plan);
        Assert.That(held.IsJournalFull, Is.True, held.Message);
        Assert.That(world.State().Step("page").Phase, Is.EqualTo(StepPhase.InDoubt));

        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(world.Server.Get("page"), Is.Null);
    }

    private static Plan PagePlan(World world) =>
        World.Plan(() =>
        {
            Step("page").Run(new SetValue(world.Server, "page", "on"));
            Step("check").Run(_ => throw new OperationFailedException("not yet")).ReadOnly();
        });

    private static async Task DiesAfterIntentAsync(World world, Plan plan)
    {
        world.Store.DiesAfterCommit = 1;
        await Assert.ThatAsync(() => world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        Assert.That(world.Records()[^1], Is.EqualTo("step.intent page"));
    }

    // Cuts the last line off where the text begins.
    private static void Tear(World world, string text)
    {
        var file = LastSegment(world);
        var journal = File.ReadAllText(file);
        File.WriteAllText(file, journal[..journal.LastIndexOf(text, StringComparison.Ordinal)]);
    }

    private static string LastSegment(World world) =>
        Directory.GetFiles(Path.Combine(world.Home, "runs", world.RunId), "*.jsonl").Order().Last();
}
