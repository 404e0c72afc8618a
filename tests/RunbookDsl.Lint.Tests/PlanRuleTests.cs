namespace RunbookDsl.Lint.Tests;

/// <summary>Rules over the plan, on their own examples.</summary>
public sealed class PlanRuleTests
{
    private static IEnumerable<string> Planned =>
        LintCatalogue
            .Rules.Where(r => r.Moment.HasFlag(LintMoment.Plan) && r.Id != "RB0220")
            .Select(r => r.Id);

    [TestCaseSource(nameof(Planned))]
    public void The_flagged_example_is_flagged_and_the_clean_one_is_not(string id)
    {
        var rule = LintCatalogue.Find(id)!;

        var flagged = PlanLint.Check(Plans.Of(ExampleScript.Of(rule.Flagged)));
        var clean = PlanLint.Check(Plans.Of(ExampleScript.Of(rule.Clean)));

        Assert.That(flagged.Where(f => f.RuleId == id), Is.Not.Empty, "flagged");
        Assert.That(clean.Where(f => f.RuleId == id).Select(f => f.Message), Is.Empty, "clean");
    }

    [Test]
    public void A_put_back_under_a_condition_of_its_own_is_told_with_its_place()
    {
        var plan = Plans.Of(
            ExampleScript.Of(
                """
                var look = Step("Look").Run(Http.Get("https://shop.example/").Contains("Shop"));
                var held = Step("Hold").Run(Temporarily(web.Unit("shop").Hold()));
                Step("Go on").Run(PutBack(held)).When(look.Is(v => v.Passed));
                """
            )
        );

        var found = PlanLint.Check(plan).Single(f => f.RuleId == "RB0308");

        Assert.That(
            found.Message,
            Is.EqualTo(
                "\"Hold\" is put back only under a condition that the change has not: on the other path it stays. "
                    + "Take the condition away, or give the change the same one."
            )
        );
        Assert.That(found.Where.Line, Is.EqualTo(10));
    }
}
