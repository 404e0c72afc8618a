using System.Diagnostics;
using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests;

/// <summary>
/// What a step costs does not grow with the plan. Counts bytes, not time; the time is for the log.
/// </summary>
[NonParallelizable]
[CancelAfter(60_000)]
public sealed class CostTests
{
    [Test]
    public async Task A_long_run_costs_no_more_for_each_step([Values] bool isReadOnly)
    {
        await AllocatedAsync(50, isReadOnly);
        var few = await AllocatedAsync(200, isReadOnly);
        var many = await AllocatedAsync(1_000, isReadOnly);
        Assert.That(many / few, Is.LessThan(6.0), $"{few} bytes, then {many}");
        Assert.That(many / 1_000, Is.LessThan(16 * 1024));
    }

    private static async Task<double> AllocatedAsync(int steps, bool isReadOnly)
    {
        using var world = new World();
        var plan = World.Plan(() =>
        {
            for (var i = 0; i < steps; i++)
            {
                var step = Step($"s{i}").Run(_ => Task.FromResult(1));
                if (isReadOnly)
                    step.ReadOnly();
            }
        });
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.GetTimestamp();
        var result = await world.StartAsync(plan);
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        var time = Stopwatch.GetElapsedTime(clock);
        TestContext.Out.WriteLine(
            $"{steps} steps: {bytes / steps} bytes and {time.TotalMicroseconds / steps:F1} us each"
        );
        return bytes;
    }
}
