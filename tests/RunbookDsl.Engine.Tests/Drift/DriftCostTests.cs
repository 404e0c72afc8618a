using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Drift;

/// <summary>What a comparison of plans costs for each step does not grow with the plan. Counts
/// bytes.</summary>
[NonParallelizable]
[CancelAfter(60_000)]
public sealed class DriftCostTests
{
    [Test]
    public async Task Ten_thousand_steps_cost_no_more_each_than_one_thousand()
    {
        await AllocatedAsync(200);
        var few = await AllocatedAsync(1_000);
        var many = await AllocatedAsync(10_000);
        TestContext.Out.WriteLine($"{few / 1_000} bytes a step, then {many / 10_000}");
        Assert.That(many / few, Is.LessThan(12.0));
    }

    private static async Task<double> AllocatedAsync(int steps)
    {
        using var world = new World();
        var plan = Scripted.Plan(() => Script(world, steps));
        await world.StartAsync(plan, r => r with { Until = "s0" });
        var history = world.Store.Read(world.RunId);
        var state = StateFold.Of(history);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var changes = PlanDrift.Compare(history, state, plan);
        var table = MigrationTable.Of(history, state, plan, new Migration(plan, "r"));
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.That((changes.IsNone, table.Rows.Count), Is.EqualTo((true, 0)));
        return bytes;
    }

    private static void Script(World world, int steps)
    {
        for (var i = 0; i < steps; i++)
            Step($"s{i}").Run(new SetValue(world.Server, $"v{i}", "on"));
    }
}
