using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests;

/// <summary>Lanes of a block go on beside each other in virtual time.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class LaneTests
{
    [Test]
    public async Task A_wait_in_one_lane_does_not_keep_the_others_from_beginning()
    {
        var result = await Board.With(
            () =>
                Parallel(() =>
                {
                    Sequence(() => Wait("first", 60));
                    Sequence(() =>
                    {
                        Step("a").Run(new SwitchOperation("a", "on"));
                        Wait("middle", 20);
                        Step("b").Run(new SwitchOperation("b", "on"));
                        Step("c").Run(new SwitchOperation("c", "on"));
                    });
                    Sequence(() => Wait("last", 40));
                }),
            r => r.RunAsync(Scenario.Clean, null, default)
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(result.Findings, Is.Empty);
        Assert.That(
            result
                .Events.Where(e => e.IsApplied && e.Call.IsChange)
                .Select(e => $"{e.Call.Step} at {(e.At - result.StartedAt).TotalMinutes}"),
            Is.EqualTo(new[] { "a at 0", "b at 20", "c at 20" })
        );
        Assert.That(result.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(60)));
    }

    private static void Wait(string name, int minutes) =>
        Step(name).Run(async c => await c.WaitAsync(minutes.Minutes, c.Cancellation)).ReadOnly();
}
