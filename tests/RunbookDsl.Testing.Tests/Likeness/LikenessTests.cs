using RunbookDsl.Engine;
using RunbookDsl.Journal;
using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests;

/// <summary>A run that went somehow, and the same runbook rehearsed to go like it.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class LikenessTests
{
    private static readonly (string, string)[] Old = [("db", "old")];

    [TestCase("clean", RunStatus.Done)]
    [TestCase("db:error", RunStatus.Held, ScenarioEnding.Leave)]
    [TestCase("db:drop-after", RunStatus.Done, ScenarioEnding.Leave)]
    [TestCase("tell:drop-after", RunStatus.InDoubt, ScenarioEnding.Leave)]
    [TestCase("db:error", RunStatus.RolledBack, ScenarioEnding.TakeBack)]
    [TestCase("db:error", RunStatus.Done)]
    [TestCase("db:crash-after-intent", RunStatus.Done)]
    [TestCase("db:crash-after-effect", RunStatus.Done)]
    [TestCase("again:error#1x2", RunStatus.Done)]
    [TestCase("until db", RunStatus.RolledBack, ScenarioEnding.TakeBack)]
    [TestCase("until db", RunStatus.Paused, ScenarioEnding.Leave)]
    [TestCase("skip db", RunStatus.Done)]
    public async Task A_run_is_gone_over_again(
        string what,
        RunStatus status,
        ScenarioEnding ending = ScenarioEnding.GoOn
    )
    {
        var run = await RealAsync(Move, what, ending, Old);
        Assert.That(run.Status, Is.EqualTo(status));
        var report = await LikeAsync(run, Move, Old);
        Assert.That(report.IsAlike, LikenessText.Of(report));
        Assert.That(report.Rehearsal.Status, Is.EqualTo(status));
        Assert.That(report.Replay.NotRepeated, Is.Empty);
    }

    [Test]
    public async Task What_the_real_run_found_is_told_where_the_world_says_otherwise()
    {
        var run = await RealAsync(Move, "again:error", ScenarioEnding.GoOn, ("db", "older"));
        var report = await LikeAsync(run, Move, Old);
        Assert.That(report.IsAlike, Is.False);
        Assert.That(
            LikenessText.Of(report),
            Is.EqualTo(
                $"""
                Run {run.RunId} "test" (done), and its rehearsal
                  from the journal: 0 parameters, 1 answer, began 2026-12-05 05:00:00Z, window
                    2026-12-05 06:00Z, 'again' error of board set

                alike     look: done
                DIFFERS   db
                            before: the world says db old, the real run found db older: make
                              board.world.csx say what was found
                alike     go-on: done
                alike     again: done, 2 attempts
                alike     tell: done

                4 steps alike, 1 not.

                """
            )
        );
    }

    [Test]
    public async Task Steps_that_came_and_went_are_told_and_an_order_that_changed()
    {
        var run = await RealAsync(Move, "clean", ScenarioEnding.GoOn, Old);
        var report = await LikeAsync(
            run,
            () =>
            {
                GoNoGo("Go on?");
                Step("note").Run(c => c.Switches().SetAsync(c, "note", "x")).NoUndo("a note");
                Step("data").Run(new SwitchOperation("db", "moved")).FormerlyKnownAs("db");
                Step("again").Run(new SwitchOperation("again", "on"));
            },
            Old
        );
        Assert.That(
            report.Rows.Select(r => $"{r.Kind} {r.Step} {string.Join("; ", r.Differences)}".TrimEnd()),
            Is.EqualTo(
                new[]
                {
                    "Alike go-on",
                    "OnlyHere note",
                    "Differs data order: the real run began it before 'go-on', now it comes after it",
                    "Alike again",
                    "OnlyReal look",
                    "OnlyReal tell",
                }
            )
        );
    }

    [Test]
    public async Task What_cannot_fail_in_a_world_is_told()
    {
        static void Script(bool isBroken) =>
            Step("sum")
                .Run(_ =>
                    isBroken ? throw new OperationFailedException("the sum is wrong") : Task.FromResult(1)
                )
                .NoUndo("a sum");
        var run = await RealAsync(() => Script(true), "clean", ScenarioEnding.Leave);
        var report = await LikeAsync(run, () => Script(false));
        Assert.That(
            report.Replay.NotRepeated,
            Is.EqualTo(
                new[]
                {
                    "'sum' failed (the sum is wrong): it calls no system of the world, so nothing there can "
                        + "fail for it",
                }
            )
        );
        Assert.That(
            report.Rows[0].Differences,
            Is.EqualTo(new[] { "outcome: failed (the sum is wrong); in the rehearsal done" })
        );
        Assert.That(
            report.Differences,
            Is.EqualTo(new[] { "the real run was held in the end, the rehearsal done" })
        );
    }

    [Test]
    public void The_journals_answers_parameters_and_start_go_before_those_of_the_world()
    {
        var began = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        var run = new RealRun("r", "t", "/t.csx")
        {
            StartedAt = began,
            Parameters = new Dictionary<string, string> { ["a"] = "real" },
            Trails =
            [
                new StepTrail("go", "done")
                {
                    Answers = [new("Go?", false, "ann", null), new("Go?", true, "ann", "seen")],
                },
            ],
        };
        var session = new WorldSession("/none/a.world.csx");
        using (session.Enter())
        {
            Answer("a", "made up");
            Answer("b", "kept");
            Answers("Go?", by: "bob");
            Answers("Else?", by: "bob");
        }
        var world = run.Into(session.Build());
        using var scope = Assert.EnterMultipleScope();
        Assert.That(world.StartsAt, Is.EqualTo(began));
        Assert.That(
            world.Parameters,
            Is.EqualTo(new Dictionary<string, string> { ["a"] = "real", ["b"] = "kept" })
        );
        Assert.That(
            world.Answers.Select(a => $"{a.Question} {a.Yes} {a.By}"),
            Is.EqualTo(new[] { "Go? False ann", "Go? True ann", "Else? True bob" })
        );
    }

    private static void Move()
    {
        Step("look").Run(c => c.Switches().GetAsync(c, "db")).ReadOnly();
        Step("db").Run(new SwitchOperation("db", "moved"));
        GoNoGo("Go on?");
        Step("again").Run(new SwitchOperation("again", "on")).Retry(3);
        Step("tell").Run(c => c.Switches().TellAsync(c, "bills", "42 EUR")).NoUndo("a bill is a bill");
    }

    // The journal of a rehearsal stands for that of a real run: it is written by the same engine.
    private static async Task<RealRun> RealAsync(
        Action script,
        string what,
        ScenarioEnding ending,
        params (string, string)[] values
    )
    {
        var result = await Board.With(
            script,
            async r =>
            {
                var reference = await r.ReferAsync(default);
                return await r.RunAsync(Scenario(what, ending, reference), reference, default);
            },
            () => Answers("Go on?", by: "ann"),
            values
        );
        return RealRun.Of(
            new RunHistory
            {
                RunId = result.State!.RunId,
                Runbook = "test",
                Location = "/none",
                Records = result.Records,
                TornTails = [],
                Owners = [],
                Epoch = result.Records[^1].Epoch,
                HeadHash = "",
                Anchored = true,
            }
        );
    }

    private static Scenario Scenario(string what, ScenarioEnding ending, Reference reference)
    {
        var scenario = new Scenario(what) { Ending = ending };
        return what.Split(' ') switch
        {
            ["until", var step] => scenario with { Until = step },
            ["skip", var step] => scenario with { Skips = scenario.Skips.Add(step, "not today") },
            ["clean"] => scenario,
            _ => scenario.With(what, reference.Clean.Plan),
        };
    }

    private static Task<LikenessReport> LikeAsync(
        RealRun run,
        Action script,
        params (string, string)[] values
    ) =>
        Board.With(
            script,
            r => Likeness.RunAsync(run, r, default),
            () => Answers("Go on?", by: "ann"),
            values
        );
}
