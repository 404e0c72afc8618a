using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class CancelTests
{
    [Test]
    public async Task Who_stopped_it_is_written_down_also_when_the_step_ends_the_run_before_its_turn()
    {
        using var world = new World();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var plan = World.Plan(() =>
        {
            Step("slow")
                .Run(async ctx =>
                {
                    // What was registered last is called first: the others hear of it when the run is over.
                    world.Control.Stop.Register(() =>
                    {
                        stopped.SetResult();
                        ended.Task.Wait(CancellationToken.None);
                    });
                    begun.SetResult();
                    await stopped.Task;
                })
                .ReadOnly();
            Step("next").Run(new SetValue(world.Server, "next", "on"));
        });
        var running = world.StartAsync(plan);
        await begun.Task;
        var asking = Task.Run(world.Control.Request);
        var result = await running;
        ended.SetResult();
        await asking;
        Assert.That(result.Status, Is.EqualTo(RunStatus.Aborted), result.Message);
        Assert.That(world.Records().Count(r => r == "run.cancel"), Is.EqualTo(1));
        Assert.That(world.Records()[^1], Is.EqualTo("run.paused"), "it was there when the run ended");
    }

    [TestCase(false, RunStatus.Aborted, "Note : bob stops the run after the steps at work")]
    [TestCase(true, RunStatus.Aborted, "Note : bob cancels the steps at work")]
    public async Task Another_terminal_can_stop_a_run_at_work(bool isNow, RunStatus status, string told)
    {
        using var world = new World();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var plan = World.Plan(() =>
        {
            Step("slow")
                .Run(async ctx =>
                {
                    begun.SetResult();
                    var stopped = new TaskCompletionSource();
                    using var stop = world.Control.Stop.Register(stopped.SetResult);
                    await stopped.Task;
                    ctx.Cancellation.ThrowIfCancellationRequested();
                })
                .ReadOnly();
            Step("next").Run(new SetValue(world.Server, "next", "on"));
        });
        var running = world.StartAsync(plan);
        await begun.Task;
        var run = world.Store.FindRun("latest");
        var box = new SignalBox(Path.Combine(world.Home, "runs", run));
        // An old process was meant: nobody heeds it.
        Post(box, new CancelRequest(7, "eve", true));
        Post(box, new CancelRequest(1, "bob", isNow));
        while (!running.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var result = await running;
        Assert.That(result.Status, Is.EqualTo(status), result.Message);
        Assert.That(world.Log.Lines, Has.Member(told).And.None.Contains("eve"));
        Assert.That(world.Server.Effects, Is.Empty);
        var cancels = world.Store.Read(run).Records.Where(r => r.Type == RecordTypes.RunCancel).ToList();
        Assert.That(cancels, Has.Count.EqualTo(isNow ? 2 : 1));
        Assert.That(
            System.Text.Encoding.UTF8.GetString(cancels[0].Body.Span),
            Is.EqualTo("""{"as":"stop","by":"bob"}""")
        );
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
    }

    [Test]
    public async Task The_operator_s_own_stop_is_journaled_too()
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            Step("a")
                .Run(_ =>
                {
                    world.Control.Request();
                    return Task.CompletedTask;
                });
            Step("b").Run(new SetValue(world.Server, "b", "on"));
        });
        Assert.That((await world.StartAsync(plan)).Status, Is.EqualTo(RunStatus.Aborted));
        Assert.That(world.Records(), Has.Exactly(1).EqualTo("run.cancel"));
    }

    private static void Post(SignalBox box, CancelRequest request) =>
        Assert.That(box.Post(request.Id, request.Content().Span), Is.True);
}
