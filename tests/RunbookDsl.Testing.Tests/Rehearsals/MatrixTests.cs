using RunbookDsl.Engine;
using static RunbookDsl.Testing.WorldVerbs;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests;

/// <summary>A runbook that is right passes whatever goes wrong; every wrong one is caught.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
internal sealed class MatrixTests
{
    [Test]
    public async Task A_right_runbook_passes_every_scenario()
    {
        var matrix = await Board.Matrix(
            () =>
            {
                Step("look").Run(c => c.Switches().GetAsync(c, "page")).ReadOnly();
                Switch("page", "on").At(T - 1.Hours);
                Step("wait").Run(async c => await c.WaitAsync(30.Minutes, c.Cancellation)).ReadOnly();
                GoNoGo("Go on?");
                Switch("db", "moved");
                Switch("page", "off", id: "page-off");
            },
            () => Answers("Go on?", by: "ann"),
            ("page", "off"),
            ("db", "old")
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(40));
        Assert.That(matrix.Reference.Clean.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(30)));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(6));
        Assert.That(matrix.Rows.Count(r => r.Lives.Count > 1), Is.GreaterThan(20));
    }

    [Test]
    public async Task An_undo_that_restores_a_constant_is_caught()
    {
        var matrix = await Board.Matrix(
            () =>
            {
                Set("web", "0").Undo(c => c.Switches().SetAsync(c, "web", "1")).Probe(Shows("web", "0"));
                Set("done", "yes", "done").NoUndo("a note").Probe(Shows("done", "yes"));
            },
            null,
            ("web", "2")
        );
        Assert.That(
            matrix.Lines(),
            Has.Some.EqualTo(
                "web: taken back after it: state: after everything was taken back the world is not as it "
                    + "was: board/web: 1, was 2"
            )
        );
    }

    [Test]
    public async Task An_undo_that_fails_at_first_is_tried_again()
    {
        var matrix = await Board.Matrix(
            () =>
            {
                Set("web", "0").Undo(c => c.Switches().SetAsync(c, "web", "2")).Probe(Shows("web", "0"));
                Set("done", "yes", "done").NoUndo("a note").Probe(Shows("done", "yes"));
            },
            null,
            ("web", "2")
        );
        var row = matrix.Rows.Single(r =>
            r.Scenario.Name.Contains("fails at first", StringComparison.Ordinal)
        );
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(row.Scenario.Name, Is.EqualTo("web: taken back after it, its undo fails at first"));
        Assert.That(row.Events.Count(e => e.Fault?.Kind == FaultKind.Error), Is.EqualTo(1));
        Assert.That(row.Lives.Select(l => l.Verb), Is.EqualTo(["exec", "undo", "undo"]));
    }

    [Test]
    public void A_fault_of_the_undo_is_written_with_a_word_before_it()
    {
        var plan = Plans.Of(() => Set("web", "0").NoUndo("none"), null);
        var scenario = Scenario.Clean.With("web:undo-drop-after@board.set#2", plan);
        Assert.That(scenario.Ending, Is.EqualTo(ScenarioEnding.TakeBack));
        Assert.That(
            scenario.Faults,
            Is.EqualTo([
                new Fault(new FaultAction(FaultKind.Drop), FaultMoment.AfterEffect)
                {
                    Step = "web",
                    System = "board",
                    Operation = "set",
                    Nth = 2,
                    InUndo = true,
                },
            ])
        );
    }

    [Test]
    public async Task A_step_that_succeeds_twice_is_caught()
    {
        var matrix = await Board.Matrix(() =>
            Step("bill")
                .Run(c => c.Switches().TellAsync(c, "bills", "42 EUR"))
                .Probe(_ => Task.FromResult(ProbeState.NotDone))
                .NoUndo("a bill is a bill")
        );
        Assert.That(
            matrix.Lines(),
            Has.Some.EqualTo(
                "bill: crash after effect: twice in 'bill': board did 'tell' 2 times for this step, 1 in a "
                    + "run without a fault"
            )
        );
    }

    [Test]
    public async Task A_switch_that_stays_after_a_failure_is_caught()
    {
        var matrix = await Board.Matrix(
            () =>
            {
                Set("page", "on").Probe(Shows("page", "on")).NoUndo("the next step but one puts it back");
                Set("db", "moved")
                    .Undo(c => c.Switches().SetAsync(c, "db", "old"))
                    .Probe(Shows("db", "moved"));
                Set("page", "off", "page-off").Probe(Shows("page", "off")).NoUndo("it is off");
            },
            null,
            ("db", "old"),
            ("page", "off")
        );
        Assert.That(
            matrix.Lines(),
            Has.Some.EqualTo(
                "db: taken back after it: state: after everything was taken back the world is not as it "
                    + "was: board/page: on, was off"
            )
        );
    }

    [Test]
    public async Task A_retry_that_tells_twice_is_caught()
    {
        var matrix = await Board.Matrix(() =>
            Step("tell")
                .Run(async c =>
                {
                    try
                    {
                        await c.Switches().TellAsync(c, "channel", "it begins");
                    }
                    catch (OutcomeUnknownException)
                    {
                        await c.Switches().TellAsync(c, "channel", "it begins");
                    }
                })
                .Probe(async c =>
                    (await c.Switches().GetAsync(c, "channel")).Length > 0
                        ? ProbeState.Done
                        : ProbeState.NotDone
                )
                .NoUndo("they have read it")
        );
        Assert.That(
            matrix.Lines(),
            Has.Some.Contains("board/channel: it begins | it begins, was it begins")
                .And.Some.Contains("twice in 'tell'")
        );
    }

    [Test]
    public async Task A_second_run_that_changes_something_is_caught()
    {
        var matrix = await Board.Matrix(() =>
            Step("append")
                .Run(c => c.Switches().TellAsync(c, "hosts", "10.0.0.7"))
                .Idempotent()
                .Probe(_ => Task.FromResult(ProbeState.NotDone))
                .NoUndo("a line")
        );
        Assert.That(
            matrix.Lines(),
            Has.Some.EqualTo(
                "run again: state: a second run changed what the first had done: board/hosts: 10.0.0.7 | "
                    + "10.0.0.7, was 10.0.0.7"
            )
        );
    }

    [Test]
    public async Task A_look_that_changes_something_is_caught()
    {
        var result = await Board.With(
            () => Step("look").Run(c => c.Switches().SetAsync(c, "seen", "yes")).ReadOnly(),
            r => r.RunAsync(Scenario.Clean, null, default)
        );
        Assert.That(
            result.Findings.Select(f => $"{f}"),
            Has.Some.EqualTo(
                "engine: I2 (no effect without a durable intent before it): 'look' did set seen, and this "
                    + "process has no durable intent for it"
            )
        );
    }

    [Test]
    public async Task Ten_matrices_go_the_same_way()
    {
        static async Task<string> Once()
        {
            var matrix = await Board.Matrix(
                () =>
                {
                    Parallel(() =>
                    {
                        Switch("a", "1");
                        Switch("b", "1");
                    });
                    Switch("c", "1").Retry(3);
                },
                null,
                ("a", "0")
            );
            return string.Join(
                '\n',
                matrix.Rows.Select(r =>
                    $"{r.Scenario.Name}: {r.Status} {r.Elapsed} {string.Join(',', r.Lives.Select(l => l.Verb))} "
                    + string.Join(',', r.Findings)
                )
            );
        }

        var first = await Once();
        for (var i = 0; i < 9; i++)
            Assert.That(await Once(), Is.EqualTo(first));
    }

    private static StepBuilder<Unit> Switch(string name, string value, string? id = null) =>
        Step(id ?? name).Run(new SwitchOperation(name, value));

    private static StepBuilder<Unit> Set(string name, string value, string? id = null) =>
        Step(id ?? name).Run(c => c.Switches().SetAsync(c, name, value));

    private static Func<StepContext, Task<ProbeState>> Shows(string name, string value) =>
        async c => await c.Switches().GetAsync(c, name) == value ? ProbeState.Done : ProbeState.NotDone;
}
