using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.Lint.Tests;

/// <summary>What the rules offer to mend.</summary>
public sealed class FixTests
{
    private static IEnumerable<string> Static =>
        LintCatalogue.Rules.Where(r => r.Moment.HasFlag(LintMoment.Static)).Select(r => r.Id);

    [TestCaseSource(nameof(Static))]
    public void Every_fix_of_the_flagged_example_leaves_a_script_that_compiles(string id)
    {
        var text = ExampleScript.Of(LintCatalogue.Find(id)!.Flagged);
        var tried = 0;

        foreach (var finding in Scripts.Of(Scripts.Lint(text), id))
        foreach (var fix in finding.Fixes)
        {
            var changed = SourceText
                .From(text)
                .WithChanges(fix.Edits.Select(e => new TextChange(e.Span, e.NewText)))
                .ToString();
            tried++;
            Assert.That(changed, Is.Not.EqualTo(text), fix.Title);
            Assert.That(Scripts.Errors(changed), Is.Empty, $"{fix.Title}:\n{changed}");
        }

        Assert.That(tried, id == "RB0300" ? Is.Zero : Is.GreaterThan(0));
    }

    [Test]
    public void A_stopped_unit_is_held_instead()
    {
        var text = ExampleScript.Of(
            LintCatalogue
                .Find("RB0341")!
                .Flagged.Replace(
                    "web.Exec(\"sudo\", \"systemctl\", \"stop\", \"shop\")",
                    "web.Unit(\"shop\").Stop()",
                    StringComparison.Ordinal
                )
        );

        var fix = Scripts.Of(Scripts.Lint(text), "RB0341").Single().Fixes[0];
        var changed = SourceText
            .From(text)
            .WithChanges(fix.Edits.Select(e => new TextChange(e.Span, e.NewText)));

        Assert.That(
            changed.ToString(),
            Does.Contain("""Step("Stop").Run(Temporarily(web.Unit("shop").Hold()));""")
        );
        Assert.That(Scripts.Of(Scripts.Lint(changed.ToString()), "RB0341"), Is.Empty);
    }
}
