using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>The idempotency key names a logical attempt.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class KeyTests
{
    [Test]
    public async Task A_proven_failure_ends_the_key_and_an_unexplained_one_keeps_it()
    {
        using var world = new World();
        var keys = new List<string>();
        var plan = World.Plan(() =>
            Step("pay")
                .Run(ctx =>
                {
                    keys.Add(ctx.IdempotencyKey[(ctx.RunId.Length + 1)..]);
                    return keys.Count switch
                    {
                        1 => throw new OperationFailedException("card refused"),
                        2 => throw new FormatException("the reply was no number"),
                        _ => Task.CompletedTask,
                    };
                })
                .Retry(3)
        );
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(keys, Is.EqualTo(new[] { "pay", "pay/2", "pay/2" }));
    }

    [Test]
    public async Task After_a_doubt_the_key_is_the_same_and_the_fence_is_another()
    {
        using var world = new World();
        var seen = new List<string>();
        var plan = World.Plan(() =>
            Step("pay")
                .Run(ctx =>
                {
                    seen.Add($"{ctx.IdempotencyKey[(ctx.RunId.Length + 1)..]} {ctx.Attempt} {ctx.Fence}");
                    return seen.Count == 1 ? throw new JournalException("gone") : Task.CompletedTask;
                })
                .Probe(_ => Task.FromResult(ProbeState.NotDone))
        );
        Assert.That(async () => await world.StartAsync(plan), Throws.InstanceOf<JournalException>());
        Assert.That((await world.ResumeAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(seen, Is.EqualTo(new[] { "pay 1 1", "pay 2 2" }));
    }

    [Test]
    public async Task An_undo_has_a_key_of_its_own_that_a_proven_failure_ends()
    {
        using var world = new World();
        var keys = new List<string>();
        var plan = World.Plan(() =>
        {
            Step("pay")
                .Run(_ => Task.CompletedTask)
                .Undo(ctx =>
                {
                    keys.Add(ctx.IdempotencyKey[(ctx.RunId.Length + 1)..]);
                    return keys.Count == 1
                        ? throw new OperationFailedException("closed today")
                        : Task.CompletedTask;
                });
            Step("after").Run(new SetValue(world.Server, "after", "on"));
        });
        await world.StartAsync(plan, r => r with { Until = "pay" });
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.Held));
        Assert.That((await world.UndoAsync(plan)).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(keys, Is.EqualTo(new[] { "pay/undo", "pay/undo/2" }));
    }

    [Test]
    public async Task Programs_are_told_for_whom_they_work()
    {
        using var world = new World();
        var runner = new HeardRunner();
        world.Ports = PortRegistry.Empty.With<IProcessRunner>(runner);
        var plan = World.Plan(() =>
            Step("call")
                .Run(async ctx =>
                {
                    var command = new ProcessCommand("true", [])
                    {
                        Environment = new Dictionary<string, string?> { ["MINE"] = "1" },
                    };
                    await ctx.Port<IProcessRunner>().RunAsync(command, default);
                })
                .NoUndo("none")
        );
        Assert.That((await world.StartAsync(plan)).Status, Is.EqualTo(RunStatus.Done));
        Assert.That(
            runner.Heard.Where(v => !v.StartsWith("RUNBOOK_MARK=", StringComparison.Ordinal)).Order(),
            Is.EqualTo(
                new[]
                {
                    "MINE=1",
                    "RUNBOOK_FENCE=1",
                    $"RUNBOOK_IDEMPOTENCY_KEY={world.RunId}/call",
                    $"RUNBOOK_RUN={world.RunId}",
                    "RUNBOOK_STEP=call",
                }
            )
        );
    }

    private sealed class HeardRunner : IProcessRunner
    {
        public List<string> Heard { get; } = [];

        public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
        {
            Heard.AddRange(command.Environment.Select(v => $"{v.Key}={v.Value}"));
            return Task.FromResult(new ProcessResult(0, "", ""));
        }
    }
}
