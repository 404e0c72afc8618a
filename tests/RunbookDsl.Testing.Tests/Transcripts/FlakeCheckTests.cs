using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Transcripts;

[CancelAfter(60_000)]
internal sealed class FlakeCheckTests
{
    [Test]
    public async Task RunAsync_SameEachTime_IsSteady()
    {
        await using var boards = await Boards.Of(() => Step("On").Run(new Switch("db", "on")));
        var report = await FlakeCheck.RunAsync(boards.Rehearsal, Scenario.Clean, 3, default);
        Assert.That(report.IsSteady);
        Assert.That($"{report}", Is.EqualTo("clean: the same 3 times"));
    }

    [Test]
    public async Task RunAsync_SomethingVaries_NamesTheFirstLine()
    {
        var times = 0;
        await using var boards = await Boards.Of(() =>
        {
            var value = ++times < 3 ? "on" : "off";
            Step("On").Run(new Switch("db", value));
        });
        var report = await FlakeCheck.RunAsync(boards.Rehearsal, Scenario.Clean, 5, default);
        Assert.That(
            $"{report}",
            Is.EqualTo(
                """
                clean: run 3 differs from run 1
                line 9, run 1: -- 1 on: switch db to on
                line 9, run 3: -- 1 on: switch db to off
                """
            )
        );
    }
}
