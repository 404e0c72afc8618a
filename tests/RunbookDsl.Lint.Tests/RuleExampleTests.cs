namespace RunbookDsl.Lint.Tests;

/// <summary>Every rule on its own examples, and what its page says.</summary>
public sealed class RuleExampleTests
{
    private static IEnumerable<string> Static =>
        LintCatalogue.Rules.Where(r => r.Moment.HasFlag(LintMoment.Static)).Select(r => r.Id);

    [TestCaseSource(nameof(Static))]
    public void Examples_compile(string id)
    {
        var rule = LintCatalogue.Find(id)!;

        Assert.That(Scripts.Errors(ExampleScript.Of(rule.Flagged)), Is.Empty, "flagged");
        Assert.That(Scripts.Errors(ExampleScript.Of(rule.Clean)), Is.Empty, "clean");
    }

    [TestCaseSource(nameof(Static))]
    public void The_flagged_example_is_flagged_and_the_clean_one_is_not(string id)
    {
        var rule = LintCatalogue.Find(id)!;

        var flagged = Scripts.Lint(ExampleScript.Of(rule.Flagged));
        var clean = Scripts.Lint(ExampleScript.Of(rule.Clean));

        Assert.That(Scripts.Of(flagged, id), Is.Not.Empty, "flagged");
        Assert.That(Scripts.Of(clean, id).Select(f => f.Message), Is.Empty, "clean");
    }
}
