namespace RunbookDsl.Lint.Tests;

/// <summary>Findings that their authors accept.</summary>
public sealed class OverrideTests
{
    private const string Stop = """Step("Stop").Run(web.Unit("shop").Stop());""";

    [Test]
    public void A_reason_above_the_statement_accepts_its_findings()
    {
        var result = Scripts.Lint(
            ExampleScript.Of($"// lint: RB0308 because the host is switched off for good afterwards\n{Stop}")
        );

        Assert.That(Scripts.Of(result, "RB0308"), Is.Empty);
        Assert.That(
            result.Overrides.Select(o => $"{o.RuleId} {o.Line}: {o.Reason}"),
            Is.EqualTo(["RB0308 8: the host is switched off for good afterwards"])
        );
    }

    [Test]
    public void A_reason_on_the_line_of_the_statement_accepts_its_findings()
    {
        var result = Scripts.Lint(
            ExampleScript.Of($"{Stop} // lint: L-08 because the host is switched off for good afterwards")
        );

        Assert.That(Scripts.Of(result, "RB0308"), Is.Empty);
    }

    [Test]
    public void A_reason_speaks_for_its_own_statement_only()
    {
        var result = Scripts.Lint(
            ExampleScript.Of(
                $"{Stop} // lint: RB0308 because the host is switched off for good afterwards\n"
                    + """Step("Another").Run(web.Unit("worker").Stop());"""
            )
        );

        Assert.That(Scripts.Of(result, "RB0308"), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_reason_before_the_title_is_true_of_the_whole_file()
    {
        var result = Scripts.Lint(
            "// lint: RB0308 because this runbook takes the host out of service\n" + ExampleScript.Of(Stop)
        );

        Assert.That(Scripts.Of(result, "RB0308"), Is.Empty);
    }

    [Test]
    public void Without_a_reason_the_finding_stays_and_the_override_is_one_too()
    {
        var result = Scripts.Lint(ExampleScript.Of($"// lint: RB0308 because\n{Stop}"));

        Assert.That(Scripts.Of(result, "RB0308"), Has.Length.EqualTo(1));
        Assert.That(
            Scripts.Of(result, "RB0300").Select(f => f.Message),
            Is.EqualTo([
                "this override of RB0308 has no reason: write why after \"because\"; the report shows it.",
            ])
        );
    }

    [Test]
    public void An_unknown_rule_is_told()
    {
        var result = Scripts.Lint(ExampleScript.Of($"// lint: RB9999 because nobody knows\n{Stop}"));

        Assert.That(
            Scripts.Of(result, "RB0300").Select(f => f.Message),
            Is.EqualTo(["there is no rule RB9999: `runbook check --list-rules` lists all."])
        );
    }
}
