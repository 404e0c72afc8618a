using RunbookDsl.Tests.Planning;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Tests.Authoring;

[Parallelizable(ParallelScope.All)]
public sealed class TextTests
{
    // The same tokens with and without lay-out.
    [TestCase("x=>x+1", "x  =>\n\tx + 1")]
    [TestCase("f(a,b)", "f( a, // why\n b )")]
    [TestCase("f(\"a  b\")", "f( /* c */ \"a  b\" )")]
    [TestCase("c=='\"'&&d", "c == '\"' && d")]
    [TestCase("c=='\\''||s==\"\\\"//\"", "c == '\\'' || s == \"\\\"//\" // end")]
    [TestCase("@\"a\"\" // b\"+x", "@\"a\"\" // b\" + x")]
    [TestCase("$\"{f(\"}\")} // {{ {a}\"+x", "$\"{f(\"}\")} // {{ {a}\" + x")]
    [TestCase("\"\"\"a \"b\" // c\"\"\"+x", "\"\"\"a \"b\" // c\"\"\" + x")]
    [TestCase("return x", "return\n    x")]
    [TestCase("a+ +b", "a +  +b")]
    public void Lay_out_and_comments_do_not_matter(string code, string other) =>
        Assert.That(CodeText.Canonical(other), Is.EqualTo(CodeText.Canonical(code)).And.EqualTo(code));

    [TestCase("f(\"a b\")", "f(\"a  b\")")]
    [TestCase("a + +b", "a ++b")]
    [TestCase("\"http://x\"", "\"http://y\"")]
    [TestCase("'a'", "' '")]
    [TestCase("$\"{a} b\"", "$\"{a}  b\"")]
    public void What_matters_is_kept(string code, string other) =>
        Assert.That(CodeText.Canonical(other), Is.Not.EqualTo(CodeText.Canonical(code)));

    [Test]
    public void People_read_one_line_without_comments() =>
        Assert.That(
            CodeText.OneLine("async ctx =>\n{\n    // why\n    await Go(\"a  b\");\n}"),
            Is.EqualTo("async ctx => { await Go(\"a  b\"); }")
        );

    [TestCase("90s", "1m30s")]
    [TestCase("2d30s", "2d30s")]
    [TestCase("1500ms", "1s500ms")]
    [TestCase("-90m", "-1h30m")]
    [TestCase("0s", "0s")]
    public void A_duration_is_the_same_after_a_round_trip(string text, string exact)
    {
        var duration = WindowText.ParseDuration(text);
        Assert.That(Durations.Exact(duration), Is.EqualTo(exact));
        Assert.That(WindowText.ParseDuration(exact), Is.EqualTo(duration));
    }

    [Test]
    public void Parameters_are_the_same_after_a_round_trip()
    {
        var (values, again) = (Values([]), Array.Empty<(string, string)>());
        again = [.. values.Select(v => (v.Name, v.ValueText!))];
        Assert.That(Values(again).Select(v => v.ValueText), Is.EqualTo(values.Select(v => v.ValueText)));
        Assert.That(
            values.Select(v => v.ValueText),
            Is.EqualTo(new[] { "2d30s", "2026-12-05 06:00:01Z", "0.1", "true", "a,b", "Additive", "1234.5" })
        );
    }

    [TestCase("Additiv")]
    [TestCase("2")]
    public void An_enum_is_given_by_name(string given) =>
        Assert.That(
            Script.Errors(
                () =>
                {
                    Param<EffectClass>("e", "x");
                    Step("a").Run(_ => Task.FromResult(1));
                },
                ("e", given)
            )[0],
            Does.EndWith($"'{given}' is not one.")
        );

    [Test]
    public void A_proof_is_called_after_its_step_whatever_that_is_called_later()
    {
        var plan = Script.Plan(() =>
            ForEach(
                ["x"],
                _ => Step("Back up").Run(_ => Task.FromResult(1)).ProvedBy(_ => new Switch("p")).Id("save")
            )
        );
        Assert.That(plan.Steps.Select(s => s.Id), Is.EqualTo(new[] { "save[x]", "save-proof[x]" }));
    }

    [Test]
    public void What_is_put_back_is_temporary()
    {
        var plan = Script.Plan(() =>
        {
            var page = Step("page").Run(new Switch("page"));
            Step("back").Run(PutBack(page));
        });
        Assert.That(plan.Steps, Has.Count.EqualTo(2));
        Assert.That(plan.Steps[0].Spec.IsTemporary, Is.True);
    }

    [Test]
    public void Everything_that_matters_changes_the_fingerprint()
    {
        var one = Print(s => s);
        var others = new[]
        {
            Print(s => s.Timeout(1.Minutes)),
            Print(s => s.Timeout(2.Minutes)),
            Print(s => s.Retry(2)),
            Print(s => s.Retry(3)),
            Print(s => s.Retry(3, 2.Seconds)),
            Print(s => s.Confirm("a")),
            Print(s => s.ConfirmTyped("a", "a")),
            Print(s => s.PointOfNoReturn()),
            Print(s => s.NoUndo("x")),
            Print(s => s.Undo(_ => Task.CompletedTask)),
            Print(s => s.Idempotent()),
            Print(s => s.Irreversible()),
            Print(s => s.Guard(_ => Task.FromResult(true))),
            Print(s => s.Verify(_ => Task.FromResult(true), within: 1.Seconds)),
            Print(s => s.Verify(_ => Task.FromResult(true), within: 2.Seconds)),
            Print(s => s.Probe(_ => Task.FromResult(ProbeState.Done))),
            Print(s => s.When(true)),
            Print(s => s.When(false)),
        };
        Assert.That(others.Append(one).Distinct().Count(), Is.EqualTo(others.Length + 1));
    }

    [Test]
    public void A_long_plan_costs_no_more_for_each_step()
    {
        var (few, many) = (Allocated(2_000), Allocated(20_000));
        Assert.That(many / few, Is.LessThan(12.0), $"{few} bytes, then {many}");
    }

    private static double Allocated(int steps)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Script.Plan(() =>
            ForEach(
                Enumerable.Range(0, steps).Select(i => $"{i}"),
                _ => Step("a").Run(_ => Task.FromResult(1))
            )
        );
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Print(Func<StepBuilder<Unit>, StepBuilder<Unit>> with) =>
        Script.Plan(() => with(Step("a").Run(_ => Task.CompletedTask))).Steps[0].Fingerprint;

    private static IReadOnlyList<Parameter> Values((string, string)[] given) =>
        Script
            .Plan(
                () =>
                {
                    Param<TimeSpan>("wait", "x").Default(TimeSpan.FromDays(2) + 30.Seconds);
                    Param<DateTimeOffset>("at", "x")
                        .Default(new DateTimeOffset(2026, 12, 5, 6, 0, 1, TimeSpan.Zero));
                    Param<double>("part", "x").Default(0.1);
                    Param<bool>("yes", "x").Default(true);
                    Param<string[]>("list", "x").Default(["a", "b"]);
                    Param<EffectClass>("effect", "x").Default(EffectClass.Additive);
                    Param<decimal>("sum", "x").Default(1234.5m);
                    Step("a").Run(_ => Task.FromResult(1));
                },
                given
            )
            .Parameters;
}
