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

    private static async Task<RehearsalResult> Rehearse(Action script, Scenario scenario)
    {
        await using var boards = await Boards.Of(script, Yes);
        return await boards.Run(scenario);
    }

    [Test]
    public async Task Of_CleanRun_IsThisText() =>
        Golden.Check("clean", Transcript.Of(await Rehearse(Script, Scenario.Clean)));

    [Test]
    public async Task Of_CrashAndResume_TellsBothProcesses()
    {
        var scenario = new Scenario("database-on: crash after effect")
        {
            Crash = new ScenarioCrash("database-on", CrashMoment.AfterEffect),
        };
        Golden.Check("crash", Transcript.Of(await Rehearse(Script, scenario)));
    }

    [Test]
    public async Task Of_TakenBack_GoesBackwards()
    {
        var scenario = new Scenario("database-on: taken back after it")
        {
            Until = "database-on",
            Ending = ScenarioEnding.TakeBack,
        };
        Golden.Check("taken-back", Transcript.Of(await Rehearse(Script, scenario)));
    }

    [Test]
    public async Task Of_Lanes_StandInTheOrderOfThePlan()
    {
        var scenario = new Scenario("fast: error")
        {
            Faults =
            [
                new Fault(new FaultAction(FaultKind.Error), FaultMoment.BeforeEffect) { Step = "fast" },
            ],
        };
        Golden.Check("lanes", Transcript.Of(await Rehearse(Lanes, scenario)));
    }

    [Test]
    public async Task Of_Lanes_TenRunsAreTheSame()
    {
        var texts = new HashSet<string>();
        await using var boards = await Boards.Of(Lanes);
        for (var i = 0; i < 10; i++)
            texts.Add(Transcript.Of(await boards.Run(Scenario.Clean)));
        Assert.That(texts, Has.Count.EqualTo(1));
    }

    // The first lane takes longest, so that it arrives last.
    private static void Lanes() =>
        Parallel(() =>
        {
            Sequence(() => Step("Slow").Run(new Switch("slow", "on") { Takes = TimeSpan.FromSeconds(90) }));
            Sequence(() => Step("Fast").Run(new Switch("fast", "on")).Retry(2, TimeSpan.FromSeconds(5)));
            Sequence(() => Step("Odd").Run(new Switch("odd", "\u001b[31mon\u202e\ttab\nline")));
        });

    [Test]
    public async Task Of_SecondRun_TellsBoth()
    {
        var text = Transcript.Of(await Rehearse(Script, new Scenario("run again") { RunsAgain = true }));
        Assert.That(text, Does.Contain("\nprocess 1 exec\n").And.Contain("\nprocess 2 exec again\n"));
        Assert.That(text, Does.Contain("  -- 2 database-on: switch db to on\n    +02:00:00  timer.set"));
    }

    [Test]
    public async Task Of_NameOfFolder_IsReplacedByItsToken()
    {
        var result = await Rehearse(Script, Scenario.Clean);
        Assert.That(Transcript.Of(result), Does.Contain("mail was switched in {dir:work}\n"));
        Assert.That(Transcript.Of(result), Does.Not.Contain(result.Lives[0].Result!.RunId));
    }

    [Test]
    public async Task Combination_WholeMatrix_IsThisText()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var matrix = await FaultMatrix.RunAsync(boards.Rehearsal, new MatrixOptions(), null, default);
        Golden.Check("combination", Combination.Of(matrix));
    }
}
