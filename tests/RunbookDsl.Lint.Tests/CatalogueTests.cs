using System.Reflection;

namespace RunbookDsl.Lint.Tests;

/// <summary>What is known about the rules is true.</summary>
public sealed class CatalogueTests
{
    [Test]
    public void Every_rule_of_the_reference_has_a_page()
    {
        int[] none = [39, 63, 64, 65, 66, 67, 68, 69];
        var wanted = Enumerable.Range(1, 93).Except(none).Select(n => $"L-{n:00}");

        Assert.That(
            LintCatalogue.Rules.Select(r => r.Origin).Where(o => o.Length > 0).Order(),
            Is.EqualTo(wanted)
        );
    }

    [Test]
    public void Numbers_are_used_once()
    {
        Assert.That(LintCatalogue.Rules.Select(r => r.Id), Is.Unique);
        Assert.That(LintCatalogue.Rules, Has.Count.GreaterThan(85));
    }

    [Test]
    public void Rules_that_others_tell_say_who()
    {
        foreach (var rule in LintCatalogue.Rules)
            if (rule.Moment.HasFlag(LintMoment.Run))
                Assert.That(rule.ToldBy, Is.Not.Null.And.Not.Empty, rule.Id);
    }

    [Test]
    public void The_page_of_a_rule_is_made_from_its_source()
    {
        var rule = LintCatalogue.Find("l-10")!;

        Assert.That(
            LintCatalogue.Page(rule),
            Is.EqualTo(
                $"""
                # RB0310: The backup is a plain SQL file

                Warning, decided as it is typed; L-10 of the catalogue.

                {rule.Why}

                **Instead:** {rule.Instead}

                It finds fault with:

                ```csharp
                {rule.Flagged}
                ```

                It is content with:

                ```csharp
                {rule.Clean}
                ```

                To accept a finding write above the statement: `// lint: RB0310 because` and the reason.

                """
            )
        );
    }

    [TestCase("Pg.Query", "QueryOperation`1")]
    [TestCase("Pg.StatementTimes", "StatementTimesOperation")]
    [TestCase("Pg.FindDump", "FindDumpOperation")]
    [TestCase("SshHost.Describe", "DescribeOperation")]
    [TestCase("SshHost.FindOldFiles", "CleanupPlanOperation")]
    [TestCase("HostApt.Plan", "AptPlanOperation")]
    [TestCase("HostApt.RebootRequired", "RebootNeedOperation")]
    [TestCase("HostUnit.Status", "UnitStatusOperation")]
    [TestCase("HostLog.Mark", "LogMarkOperation")]
    [TestCase("Dns.AwaitOldAnswers", "AwaitOldAnswersOperation")]
    [TestCase("CloudflareZone.Snapshot", "SnapshotOperation")]
    [TestCase("Deployed.Revision", "RevisionOperation")]
    [TestCase("Control.Monitor", "MonitorOperation")]
    public void What_only_looks_makes_an_operation_that_says_so(string verb, string operation)
    {
        string[] packages = ["", ".Deployment", ".Dns", ".Hosts", ".Http", ".Notify", ".Postgres"];
        var types = packages.SelectMany(p => Assembly.Load($"RunbookDsl{p}").GetTypes()).ToList();
        var owner = types.Single(t => t.Name == verb.Split('.')[0] && t.IsPublic);
        var made = owner.GetMethods().First(m => m.Name == verb.Split('.')[1]).ReturnType;
        var empty = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(
            made.IsGenericType ? made.GetGenericTypeDefinition().MakeGenericType(typeof(long)) : made
        );

        Assert.That(Effects.Looks, Does.Contain(verb));
        Assert.That(made.Name, Is.EqualTo(operation));
        Assert.That(((Operation)empty).Effect, Is.EqualTo(EffectClass.ReadOnly));
    }
}
