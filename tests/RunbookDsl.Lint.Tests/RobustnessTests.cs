namespace RunbookDsl.Lint.Tests;

/// <summary>Texts in the middle of being typed.</summary>
public sealed class RobustnessTests
{
    [Test]
    public void Every_beginning_of_a_runbook_is_looked_at_without_a_fault()
    {
        var text = File.ReadAllText(Repository.Path("runbooks/maintenance-mode/maintenance-mode.csx"));
        var looked = 0;

        for (var length = 0; length < text.Length; length += 37)
        {
            foreach (var finding in Scripts.Lint(text[..length]).Findings)
                Assert.That(finding.Span.End, Is.LessThanOrEqualTo(length));
            looked++;
        }

        Assert.That(looked, Is.GreaterThan(80));
    }

    [TestCase("")]
    [TestCase("Runbook(\"x\")")]
    [TestCase("Step(\"a\").Run(")]
    [TestCase("Step(\"a\").Run(Temporarily(Temporarily(Unknown.Thing())));")]
    [TestCase("var x = x; Step(\"a\").Run(x);")]
    [TestCase("void F() => F(); F(); Step(\"a\").Run(PutBack(nothing));")]
    [TestCase("Step(\"a\").Run(Ssh.Host(\"h\").Exec(\"sh\", \"-c\", \"a | ( b ; $(c && 'd\"));")]
    [TestCase("Step(\"a\").Manual(\"```\\npsql << EOF\\n`\");")]
    public void Broken_texts_are_looked_at_without_a_fault(string text) =>
        Assert.That(() => Scripts.Lint(text), Throws.Nothing);
}
