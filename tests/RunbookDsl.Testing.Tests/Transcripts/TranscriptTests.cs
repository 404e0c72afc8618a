using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Transcripts;

[CancelAfter(60_000)]
internal sealed class TranscriptTests
{
    private static readonly PreparedAnswer Yes = new("Switch the mail off?", true, "bob", "I looked");

    private static void Script()
    {
        Step("Mail off").Run(Temporarily(new Switch("mail", "off"))).Confirm("Switch the mail off?");
        Step("Database on").At(T).Run(new Switch("db", "on"));
        Step("Never").When(false).Run(new Switch("never", "on"));
    }

    [Test]
    public async Task Of_CleanRun_IsThisText()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var result = await boards.Run(Scenario.Clean);
        TestContext.Out.WriteLine(Transcript.Of(result));
        Assert.That(Transcript.Of(result), Is.EqualTo(""));
    }

    [Test]
    public async Task Of_CrashAndResume_IsThisText()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var result = await boards.Run(
            new Scenario("database-on: crash after effect")
            {
                Crash = new ScenarioCrash("database-on", CrashMoment.AfterEffect),
            }
        );
        TestContext.Out.WriteLine(Transcript.Of(result));
        Assert.That(Transcript.Of(result), Is.EqualTo(""));
    }

    [Test]
    public async Task Of_TakenBack_IsThisText()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var result = await boards.Run(
            new Scenario("database-on: taken back after it")
            {
                Until = "database-on",
                Ending = ScenarioEnding.TakeBack,
            }
        );
        TestContext.Out.WriteLine(Transcript.Of(result));
        Assert.That(Transcript.Of(result), Is.EqualTo(""));
    }

    [Test]
    public async Task Matrix()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var result = await FaultMatrix.RunAsync(boards.Rehearsal, new MatrixOptions(), null, default);
        TestContext.Out.WriteLine(Combination.Of(result));
        Assert.That(Combination.Of(result), Is.EqualTo(""));
    }
}
