using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>
/// The process ends before every journal call and after every commit; then the run is resumed until it is
/// done. Every effect must have happened exactly once, each behind a durable intent, and every doubt must
/// have been told.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(180_000)]
public sealed class CrashMatrixTests
{
    private static readonly DateTimeOffset Window = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Every_effect_happens_once_wherever_the_process_ends([Values] bool isAfterCommit)
    {
        var clean = await CleanAsync();
        var points = 0;
        for (var n = 1; ; n++)
        {
            using var world = NewWorld();
            var plan = World.Plan(() => Script(world), Window);
            if (!await DiesAsync(world, isAfterCommit, n, () => world.StartAsync(plan)))
                break;
            points++;
            await FinishAsync(world, plan);
            AssertSame(world, clean, $"point {n}");
        }
        Assert.That(points, Is.GreaterThan(isAfterCommit ? 20 : 60));
    }

    [Test]
    public async Task A_second_crash_during_the_resume_changes_nothing_of_that([Values] bool isAfterCommit)
    {
        var clean = await CleanAsync();
        var points = 0;
        var isOver = false;
        for (var n = 1; !isOver; n++)
        for (var m = 1; ; m++)
        {
            using var world = NewWorld();
            var plan = World.Plan(() => Script(world), Window);
            isOver = !await DiesAsync(world, isAfterCommit, n, () => world.StartAsync(plan));
            if (isOver)
                break;
            var resume = () =>
                new RunbookEngine(world.Services()).ResumeAsync(
                    world.RunId,
                    new RunRequest(plan),
                    world.Control
                );
            world.Restart();
            if (!await DiesAsync(world, !isAfterCommit, m, resume))
                break;
            points++;
            await FinishAsync(world, plan);
            AssertSame(world, clean, $"points {n} and {m}");
        }
        TestContext.Out.WriteLine($"{points} pairs of crashes");
        Assert.That(points, Is.GreaterThan(isAfterCommit ? 800 : 400));
    }

    [Test]
    public async Task Every_undo_happens_once_wherever_the_process_ends([Values] bool isAfterCommit)
    {
        List<string>? clean = null;
        for (var n = 1000; n != 0; n = n == 1000 ? 1 : n + 1)
        {
            using var world = NewWorld();
            var plan = World.Plan(() => Script(world), Window);
            var start = world.Server.Picture();
            await world.StartAsync(plan, r => r with { Until = "by-hand" });
            world.Server.Effects.Clear();
            world.Restart();
            var isDead = await DiesAsync(
                world,
                isAfterCommit,
                n,
                () =>
                    new RunbookEngine(world.Services()).UndoAsync(
                        world.RunId,
                        new RunRequest(plan),
                        null,
                        world.Control
                    )
            );
            if (!isDead && n != 1000)
                break;
            if (isDead)
            {
                var result = await world.UndoAsync(plan);
                Assert.That(result.Status, Is.EqualTo(RunStatus.RolledBack), $"point {n}: {result.Message}");
            }
            Assert.That(world.State().IsClosed, Is.True);
            Assert.That(world.Server.Picture(), Is.EqualTo("mail=sent " + start), $"point {n}");
            clean ??= [.. world.Server.Effects];
            Assert.That(world.Server.Effects, Is.EqualTo(clean), $"point {n}");
            Assert.That(n, Is.Not.EqualTo(999));
        }
        Assert.That(clean, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task A_second_crash_during_the_undo_changes_nothing_of_that([Values] bool isAfterCommit)
    {
        var points = 0;
        var isOver = false;
        for (var n = 1; !isOver; n++)
        for (var m = 1; ; m++)
        {
            using var world = NewWorld();
            var plan = World.Plan(() => Script(world), Window);
            var start = world.Server.Picture();
            await world.StartAsync(plan, r => r with { Until = "by-hand" });
            world.Server.Effects.Clear();
            world.Restart();
            isOver = !await DiesAsync(world, isAfterCommit, n, Undo);
            if (isOver)
                break;
            world.Restart();
            if (!world.State().IsClosed && !await DiesAsync(world, !isAfterCommit, m, Undo))
                break;
            points++;
            await world.RefusesToGoForwardAsync(plan);
            if (!world.State().IsClosed)
                Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
            Assert.That(world.Server.Picture(), Is.EqualTo("mail=sent " + start), $"points {n} and {m}");
            Assert.That(world.Server.Effects, Has.Count.EqualTo(6).And.Unique, $"points {n} and {m}");
            if (world.State().IsClosed && m > 40)
                break;

            Task<RunResult> Undo() =>
                new RunbookEngine(world.Services()).UndoAsync(
                    world.RunId,
                    new RunRequest(plan),
                    null,
                    world.Control
                );
        }
        TestContext.Out.WriteLine($"{points} pairs of crashes");
        Assert.That(points, Is.GreaterThan(100));
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
                if (!world.Store.IsDead && (intent < 0 || !world.Store.Calls.Skip(intent).Contains("commit")))
                    throw new InvalidOperationException($"{name} was changed without a durable intent");
                if (world.Store.IsDead)
                    throw new InvalidOperationException($"{name} was changed after the journal had failed");
            }
        };
        return world;
    }

    // Twelve kinds of steps: look, temporary, convergent, with a result, reading it, condition, loop,
    // branches, time, confirmation, by hand, without undo.
    private static void Script(World world)
    {
        var server = world.Server;
        Step("look").Run(_ => Task.FromResult(server.Get("ttl") ?? "")).ReadOnly();
        Step("ttl").Run(new SetValue(server, "ttl", "60")).At(T - 30.Minutes);
        Step("page").Run(Temporarily(new SetValue(server, "page", "on"))).Confirm("Page on?");
        var backup = Step("backup")
            .Run(ctx =>
            {
                server.Set("backup", "made");
                return Task.FromResult(new Backup("b1", 42));
            });
        Step("only big").When(backup.Is(b => b.Bytes > 1000)).Run(new SetValue(server, "big", "on"));
        Step("small").When(backup.Is(b => b.Bytes < 1000)).Run(new SetValue(server, "small", "on"));
        ForEach(["x", "y"], host => Step("reload").Run(new SetValue(server, host, "reloaded")));
        Step("mail")
            .Run(_ =>
            {
                server.Set("mail", "sent");
                return Task.CompletedTask;
            })
            .NoUndo("mail cannot be called back");
        Step("By hand").Manual("Look at the site").Evidence();
        Parallel(() =>
        {
            Step("left").Run(new SetValue(server, "left", "on"));
            Step("right").Run(new SetValue(server, "right", "on") { Class = EffectClass.Additive });
        });
        Step("report")
            .Run(ctx =>
            {
                server.Set("report", $"{ctx.Read(backup.Output).Name} of {ctx.Read(backup.Output).Bytes}");
                return Task.CompletedTask;
            })
            .Probe(_ => Task.FromResult(server.Get("report") is null ? ProbeState.NotDone : ProbeState.Done));
        backup.Undo(_ =>
        {
            server.Set("backup", null);
            return Task.CompletedTask;
        });
        backup.Probe(_ =>
            Task.FromResult(server.Get("backup") is null ? ProbeState.NotDone : ProbeState.Done)
        );
    }

    private static async Task<(List<string> Effects, string Picture)> CleanAsync()
    {
        using var world = NewWorld();
        var plan = World.Plan(() => Script(world), Window);
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(plan.Steps, Has.Count.EqualTo(14));
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

    // Goes on as an operator would: resumes, and settles what is held in doubt by looking at the world.
    private static async Task FinishAsync(World world, Plan plan)
    {
        for (var i = 0; i < 5; i++)
        {
            if (world.Store.Read(world.RunId).Records[^1].Type == RecordTypes.RunClosed)
                return;
            var result = await world.ResumeAsync(plan);
            if (result.Status == RunStatus.Done)
                return;
            Assert.That(result.Status, Is.EqualTo(RunStatus.InDoubt), result.Message);
            Assert.That(result.StepId, Is.EqualTo("mail").Or.EqualTo("backup"), result.Message);
            var isDone = world.Server.Get(result.StepId!) is not null;
            var json = result.StepId == "backup" ? """{"name":"b1","bytes":42}""" : null;
            world.Resolve(
                plan,
                result.StepId!,
                isDone ? ResolutionKind.Done : ResolutionKind.Rerun,
                isDone ? json : null
            );
        }
        Assert.Fail("the run does not come to an end");
    }

    private static void AssertSame(World world, (List<string> Effects, string Picture) clean, string where)
    {
        Assert.That(world.Server.Effects, Is.EquivalentTo(clean.Effects), where);
        Assert.That(world.Server.Picture(), Is.EqualTo(clean.Picture), where);
        var state = world.State();
        Assert.That(state.Status, Is.EqualTo(RunStatus.Done), where);
        Assert.That(state.RestoreList(), Is.Empty, where);
    }

    private sealed record Backup(string Name, int Bytes);
}
