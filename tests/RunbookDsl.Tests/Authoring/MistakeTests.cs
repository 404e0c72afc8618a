using System.Text.RegularExpressions;
using RunbookDsl.Tests.Planning;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Tests.Authoring;

/// <summary>Every authoring mistake with its whole message.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MistakeTests
{
    private static readonly Func<StepContext, Task> Nothing = _ => Task.CompletedTask;

    [Test]
    public void RB0101_no_step() =>
        Expect(() => Runbook("x"), "RB0101 this runbook has no step: write Step(\"name\").Run(…).");

    [Test]
    public void RB0102_a_step_that_does_nothing() =>
        Expect(
            () => Step("a"),
            "RB0102 step \"a\" does nothing: give it .Run(…), .Manual(\"…\") or .Approve()."
        );

    [Test]
    public void RB0103_two_steps_of_one_id()
    {
        var errors = Script.Errors(() =>
        {
            Step("Back up").Run(Nothing);
            Step("back-up").Run(Nothing);
        });
        Assert.That(errors, Has.Length.EqualTo(1));
        Assert.That(errors[0], Does.StartWith("RB0103 step id 'back-up' is taken by \"Back up\" at "));
        Assert.That(
            errors[0],
            Does.EndWith(": rename the step, give it .Id(\"…\"), or use ForEach with a key in a loop.")
        );
    }

    [Test]
    public void RB0104_an_unknown_need() =>
        Expect(
            () =>
            {
                Step("backup").Run(Nothing);
                Step("b").Run(Nothing).Needs("bakcup");
            },
            "RB0104 step 'b' needs 'bakcup', which is no step (did you mean 'backup'?); known: backup, b."
        );

    [Test]
    public void RB0105_a_cycle_is_the_only_thing_said_of_its_steps() =>
        Expect(
            () =>
            {
                var a = Step("a").Run(_ => Task.FromResult(1)).Needs("c");
                Step("b").When(a.Is(v => v > 0)).Run(Nothing);
                Step("c").Run(Nothing);
            },
            "RB0105 these steps wait for each other: a -> c -> b -> a. Remove one .Needs."
        );

    [Test]
    public void RB0106_a_loop_without_keys() =>
        Expect(
            () => ForEach(new[] { 1 }, n => Step("a").Run(Nothing)),
            "RB0106 ForEach over Int32 needs a key: write ForEach(items, x => x.Name, x => …)."
        );

    [Test]
    public void RB0106_an_empty_key() =>
        Expect(
            () => ForEach([" "], n => Step("a").Run(Nothing)),
            "RB0106 an item of this ForEach has an empty key: give each a short, stable one."
        );

    [Test]
    public void RB0107_a_key_twice()
    {
        var errors = Script.Errors(() => ForEach(["x", "x"], n => Step("a").Run(Nothing)));
        Assert.That(
            errors[0],
            Is.EqualTo("RB0107 two items of this ForEach have the key 'x': keys must be unique.")
        );
    }

    [Test]
    public void RB0108_a_result_read_on_another_branch() =>
        Expect(
            () =>
                Parallel(() =>
                {
                    var a = Step("a").Run(_ => Task.FromResult(1));
                    Step("b").When(a.Is(v => v > 0)).Run(Nothing);
                }),
            "RB0108 step 'b' cannot run: it reads the result of \"a\" ('a'), which does not come before it "
                + "on every path: "
                + "add .Needs(\"a\")."
        );

    [Test]
    public void RB0109_a_time_without_a_window() =>
        Expect(
            () => Step("a").At(T - 1.Hours).Run(Nothing),
            "RB0109 step 'a' is due at T-1h, but the runbook has no window: write "
                + "Runbook(\"…\").Window(\"2026-12-05 06:00Z\", 2.Hours)."
        );

    [Test]
    public void RB0110_a_time_before_that_of_the_step_before() =>
        Expect(
            () =>
            {
                Runbook("x").Window("2026-12-05 06:00Z", 2.Hours);
                Step("a").At(T).Run(Nothing);
                Step("b").At(T - 1.Hours).Run(Nothing);
            },
            "RB0110 step 'b' is due at T-1h, before 'a' at T, which has to be finished first: swap them or "
                + "change a time."
        );

    [Test]
    public void RB0111_to_0114_parameters()
    {
        var errors = Script.Errors(
            () =>
            {
                Param<string>("db", "the database");
                Param<int>("jobs", "how many");
                Param<int>("size", "how big").Default(3).Must(v => v > 5, "more than 5");
                Step("a").Run(Nothing);
            },
            ("jobs", "many"),
            ("jbos", "3")
        );
        // Lambdas of a test stand in the test's own file, as those of an included runbook do in theirs.
        Assert.That(
            errors.Select(e => Regex.Replace(e, @"\([^()]*MistakeTests\.cs\(\d+\)\)", "(here)")),
            Is.EquivalentTo(
                new[]
                {
                    "RB0111 parameter 'db' (the database) has no value: give it with -p db=<text>.",
                    "RB0112 parameter 'jobs' wants a whole number: 'many' is not one.",
                    "RB0113 unknown parameter 'jbos' (did you mean 'jobs'?); it takes db (here), "
                        + "jobs (here), size (here).",
                    "RB0114 parameter 'size' must be more than 5: it is '3'.",
                }
            )
        );
    }

    [Test]
    public void RB0115_names_and_ids_without_a_letter() =>
        Expect(
            () =>
            {
                Step("!").Run(Nothing);
                Step("a").Run(Nothing).Id("b c");
            },
            "RB0115 \"!\" has no letter or digit to make an id of: name the step.",
            "RB0115 'b c' is no step id: use letters, digits, '-' and '_'."
        );

    [Test]
    public void RB0116_a_window_without_a_zone() =>
        Expect(
            () =>
            {
                Runbook("x").Window("2026-12-05 06:00", 2.Hours);
                Step("a").Run(Nothing);
            },
            "RB0116 .Window wants a start such as 2026-12-05 06:00Z: '2026-12-05 06:00' has no zone: write "
                + "2026-12-05 06:00Z "
                + "or 2026-12-05 19:00+13:00."
        );

    [Test]
    public void RB0116_a_window_at_no_time_and_of_no_length() =>
        Expect(
            () =>
            {
                Runbook("x").Window("2026-13-05 06:00Z", -2.Hours);
                Step("a").Run(Nothing);
            },
            "RB0116 .Window wants a length longer than zero: it is -2h.",
            "RB0116 .Window wants a start such as 2026-12-05 06:00Z: '2026-13-05 06:00Z' is no date and time."
        );

    [Test]
    public void RB0117_a_step_that_does_two_things() =>
        Expect(
            () =>
            {
                var draft = Step("a");
                draft.Run(Nothing);
                draft.Manual("look");
            },
            "RB0117 step \"a\" (a) already does Run: a step does one thing; write a second step."
        );

    [Test]
    public void RB0118_an_include_that_is_not_possible() =>
        Expect(
            () =>
            {
                Include("rollback");
                Step("a").Run(Nothing);
            },
            "RB0118 \"rollback\" cannot be included here: this host reads single files only."
        );

    [Test]
    public void RB0119_a_temporary_change_without_a_way_back() =>
        Expect(
            () => Step("a").Run(Temporarily(new Switch("page"))).NoUndo("none"),
            "RB0119 'a' is temporary but cannot be taken back: give it .Undo(…)."
        );

    [Test]
    public void RB0120_a_parameter_of_two_types()
    {
        var errors = Script.Errors(() =>
        {
            Param<string>("n", "a name").Default("x");
            Param<int>("n", "a number").Default(1);
            Step("a").Run(Nothing);
        });
        Assert.That(errors, Has.Length.EqualTo(1));
        Assert.That(errors[0], Does.StartWith("RB0120 parameter 'n' is text at ").And.EndWith(" already."));
    }

    [Test]
    public void RB0121_limits_that_mean_nothing() =>
        Expect(
            () => Step("a").Run(Nothing).Retry(1).Timeout(TimeSpan.Zero).NoUndo(" "),
            "RB0121 .Retry(1) would never try again: give at least 2.",
            "RB0121 .Timeout(00:00:00) must be longer than zero.",
            "RB0121 .NoUndo wants the reason, for the operator who reads it at 3 AM."
        );

    [Test]
    public void RB0122_an_effect_declared_for_an_operation_that_knows_its_own() =>
        Expect(
            () => Step("a").Run(new Planning.Switch("page")).ReadOnly(),
            "RB0122 .ReadOnly() is for code of your own: Switch knows itself what a second run does."
        );

    [Test]
    public void RB0123_a_second_header() =>
        Expect(
            () =>
            {
                Runbook("one");
                Runbook("two");
                Step("a").Run(Nothing);
            },
            "RB0123 Runbook(\"two\") is a second header: a runbook has one, at its top."
        );

    [Test]
    public void Mistakes_are_reported_together_in_the_order_of_their_lines_with_the_place()
    {
        var error = Assert.Throws<AuthoringException>(() =>
            Script.Plan(() =>
            {
                Step("a");
                Step("b").Run(Nothing).Needs("zzz");
                Step("!").Run(Nothing);
            })
        );
        Assert.That(error!.Errors.Select(e => e.Id), Is.EqualTo(new[] { "RB0102", "RB0104", "RB0115" }));
        Assert.That(error.Errors.Select(e => e.Where.Line), Is.Ordered.And.All.GreaterThan(200));
        Assert.That(
            error.Message.Split(Environment.NewLine)[0],
            Does.Match(@"MistakeTests\.cs\(\d+\): error RB0102: ")
        );
    }

    private static void Expect(Action script, params string[] expected) =>
        Assert.That(Script.Errors(script), Is.EqualTo(expected));
}
