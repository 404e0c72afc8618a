using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Children;

/// <summary>
/// The process ends before every journal call and after every commit of a parent with two child runs, and of
/// the child runs themselves; then the parent is resumed until it is done. Every effect happened exactly
/// once, and no step ever had a second child run.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(180_000)]
public sealed class ChildCrashTests
{
    [Test]
    public async Task Every_effect_happens_once_wherever_the_process_ends([Values] bool isAfterCommit)
    {
        var clean = await CleanAsync();
        var points = 0;
        for (var n = 1; ; n++)
        {
            using var world = NewWorld();
            var plan = PlanOf(world);
            if (!await DiesAsync(world, isAfterCommit, n, () => world.StartAsync(plan)))
                break;
            points++;
            await FinishAsync(world, plan);
            AssertSame(world, clean, $"point {n}");
        }
        TestContext.Out.WriteLine($"{points} points");
        Assert.That(points, Is.GreaterThan(isAfterCommit ? 25 : 75));
    }

    [Test]
    public async Task A_second_crash_during_the_resume_changes_nothing_of_that([Values] bool isAfterCommit)
    {
        var clean = await CleanAsync();
        var points = 0;
        for (var n = 2; ; n += 3)
        {
            var isReached = false;
            for (var m = 1; ; m += 2)
            {
                using var world = NewWorld();
                var plan = PlanOf(world);
                if (!await DiesAsync(world, isAfterCommit, n, () => world.StartAsync(plan)))
                    break;
                isReached = true;
                world.RunId = ParentOf(world);
                world.Restart();
                var resume = () =>
                    new RunbookEngine(world.Services()).ResumeAsync(
                        world.RunId,
                        new RunRequest(plan),
                        world.Control
                    );
                if (!await DiesAsync(world, !isAfterCommit, m, resume))
                    break;
                points++;
                await FinishAsync(world, plan);
                AssertSame(world, clean, $"points {n} and {m}");
            }
            if (!isReached)
                break;
        }
        TestContext.Out.WriteLine($"{points} pairs of points");
        Assert.That(points, Is.GreaterThan(200));
    }

    [Test]
    public async Task Every_undo_happens_once_wherever_the_process_ends(
        [Values] bool isAfterCommit,
        [Values] bool isChildAtItsEnd
    )
    {
        List<string>? clean = null;
        var points = 0;
        for (var n = int.MaxValue; ; n = n == int.MaxValue ? 1 : n + 1)
        {
            using var world = NewWorld();
            var plan = PlanOf(world);
            var start = world.Server.Picture();
            // Without an answer the second child is held at its question, before anything of it was done but
            // its first step.
            if (!isChildAtItsEnd)
                world.People.Answers = _ => null;
            await world.StartAsync(plan, r => r with { Until = isChildAtItsEnd ? "middle" : null });
            world.Server.Effects.Clear();
            world.Restart();
            var undo = () =>
                new RunbookEngine(world.Services()).UndoAsync(
                    world.RunId,
                    new RunRequest(plan),
                    null,
                    world.Control
                );
            var isDead = await DiesAsync(world, isAfterCommit, n, undo);
            if (!isDead && n != int.MaxValue)
                break;
            if (isDead)
            {
                points++;
                var result = await world.UndoAsync(plan);
                Assert.That(result.Status, Is.EqualTo(RunStatus.RolledBack), $"point {n}: {result.Message}");
            }
            Assert.That(world.State().IsClosed, Is.True);
            Assert.That(world.Server.Picture(), Is.EqualTo(start), $"point {n}");
            clean ??= [.. world.Server.Effects];
            Assert.That(world.Server.Effects, Is.EqualTo(clean), $"point {n}");
            Assert.That(
                Children(world).Select(c => c.Status),
                Is.EqualTo(Enumerable.Repeat(RunStatus.RolledBack, isChildAtItsEnd ? 1 : 2)),
                $"point {n}"
            );
        }
        TestContext.Out.WriteLine($"{points} points");
        string[] wanted = ["middle=(none)", "b=(none)", "ttl=3600", "a=(none)", "first=(none)"];
        Assert.That(clean, Is.EqualTo(isChildAtItsEnd ? wanted : ["web-1=(none)", .. wanted]));
        Assert.That(points, Is.GreaterThan(isAfterCommit ? 10 : 30));
    }

    private static World NewWorld()
    {
        var world = new World();
        world.Server.Prepare("ttl", "3600");
        world.Server.Prepare("page", "off");
        world.People.Answers = _ => new Answer(true, "mia", world.Clock.GetUtcNow(), "seen");
        world.Server.OnEffect = name =>
        {
            lock (world.Store.Calls)
            {
                var intent = world.Store.Calls.FindLastIndex(c =>
                    c.Contains(".intent", StringComparison.Ordinal)
                );
                if (world.Store.IsDead)
                    throw new InvalidOperationException($"{name} was changed after the journal had failed");
                if (intent < 0 || !world.Store.Calls.Skip(intent).Contains("commit"))
                    throw new InvalidOperationException($"{name} was changed without a durable intent");
            }
        };
        return world;
    }

    // The first child changes things for good; the second has a temporary change, a question and a child of
    // its own. Between them and behind them the parent works itself.
    private static Plan PlanOf(World world)
    {
        var server = world.Server;
        var children = new ChildTable
        {
            ["prepare"] = () =>
            {
                Step("a").Run(new SetValue(server, "a", "on"));
                Step("ttl").Run(new SetValue(server, "ttl", "60"));
                Step("b").Run(new SetValue(server, "b", "on") { Class = EffectClass.NonIdempotent });
            },
            ["switch"] = () =>
            {
                var host = Param<string>("host", "which");
                Step("reload").Run(new SetValue(server, host, "reloaded"));
                Step("page").Run(Temporarily(new SetValue(server, "page", "on"))).Confirm("Page on?");
                Step("deeper").Run(ChildRun("deepest"));
            },
            ["deepest"] = () => Step("deep").Run(new SetValue(server, "deep", "on")),
        };
        return World.Plan(
            () =>
            {
                Step("first").Run(new SetValue(server, "first", "on"));
                var prepared = Step("prepare").Run(ChildRun("prepare"));
                Step("middle")
                    .Run(new SetValue(server, "middle", "on"))
                    .When(prepared.Is(c => c.Status == "done"));
                var named = Step("name").Run(_ => Task.FromResult("web-1")).ReadOnly();
                Step("switch").Run(ChildRun("switch").With("host", named));
                Step("last").Run(new SetValue(server, "last", "on"));
            },
            children: children
        );
    }

    private static async Task<(List<string> Effects, string Picture)> CleanAsync()
    {
        using var world = NewWorld();
        var result = await world.StartAsync(PlanOf(world));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(Children(world), Has.Count.EqualTo(3));
        return (world.Server.Effects, world.Server.Picture());
    }

    // True when the process ended before the run did.
    private static async Task<bool> DiesAsync(World world, bool isAfterCommit, int n, Func<Task> work)
    {
        if (isAfterCommit)
            world.Store.DiesAfterCommit = n;
        else
            world.Store.FailsAt = n;
        try
        {
            await work();
            return false;
        }
        catch (JournalException e)
        {
            Assert.That(e.Message, Does.Contain("the disk failed at"));
            return true;
        }
    }

    private static async Task FinishAsync(World world, Plan plan)
    {
        world.RunId = ParentOf(world);
        if (world.Store.Read(world.RunId).Records[^1].Type == RecordTypes.RunClosed)
            return;
        var result = await world.ResumeAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
    }

    private static string ParentOf(World world) =>
        world.Store.List().Single(l => StateFold.Of(l.History!).Parent is null).RunId;

    private static List<RunState> Children(World world) =>
        [
            .. world
                .Store.List()
                .Select(l => StateFold.Of(l.History!))
                .Where(s => s.Parent is not null)
                .OrderBy(s => s.StartedAt),
        ];

    private static void AssertSame(World world, (List<string> Effects, string Picture) clean, string where)
    {
        Assert.That(world.Server.Effects, Is.EqualTo(clean.Effects), where);
        Assert.That(world.Server.Picture(), Is.EqualTo(clean.Picture), where);
        Assert.That(world.State().Status, Is.EqualTo(RunStatus.Done), where);
        var children = Children(world);
        Assert.That(
            children.Select(c => c.Parent!.StepId),
            Is.EquivalentTo(new[] { "prepare", "switch", "deeper" }),
            where
        );
        Assert.That(children.All(c => c is { IsClosed: true, Status: RunStatus.Done }), where);
    }
}
