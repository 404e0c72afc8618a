using System.Text.Json;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>What <c>check</c> says about a script that can be run and should not be.</summary>
[CancelAfter(60_000)]
internal sealed class LintSpecs
{
    private const string Naive = """
        Runbook("Naive").Purpose("x").Owner("platform").Locks("site:x");
        Step("Restore").Run(Ssh.Host("web-1").Exec("sh", "-c", "psql mydb < backup.sql")).NoUndo("none");
        // lint: RB0308 because the host is switched off for good afterwards
        Step("Stop").Run(Ssh.Host("web-1").Unit("shop").Stop());
        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task An_error_of_the_lint_is_told_with_its_place_and_refused()
    {
        _desk.Put("naive.csx", Naive);

        var ended = await _desk.RunAsync("check", "naive.csx");

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(
            ended.Error,
            Does.Contain(
                "naive.csx(2,5): error RB0309: `psql mydb` restores into a database that exists: rows are doubled or "
                    + "mixed, and the exit code is 0. Restore into a new one with Pg.Restore and swap with Pg.Swap.\n"
            )
        );
        Assert.That(
            ended.Output,
            Does.EndWith(
                "errors, 2 steps\n  accepts RB0308 at line 3: the host is switched off for good afterwards\n"
            )
        );
    }

    [Test]
    public async Task A_folder_is_checked_as_a_whole_in_the_form_of_MSBuild()
    {
        _desk.Put("naive.csx", Naive);
        _desk.Put("naive.world.csx", "World(\"x\");");
        _desk.Put("part.csx", "Step(\"a\").Manual(\"b\");");

        var ended = await _desk.RunAsync("check", ".", "--format", "msbuild");

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(ended.Output, Does.Match(@"naive\.csx\(2,5\): error RB0309: "));
        Assert.That(ended.Output, Does.Not.Contain("part.csx"));
        Assert.That(ended.Output, Does.Not.Contain("RB0308"));
    }

    [Test]
    public async Task SARIF_names_the_rules_and_keeps_what_is_accepted_with_its_reason()
    {
        _desk.Put("naive.csx", Naive);

        var ended = await _desk.RunAsync("check", "naive.csx", "--format", "sarif");

        using var sarif = JsonDocument.Parse(ended.Output);
        var run = sarif.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToList();
        var restore = results.Single(r => r.GetProperty("ruleId").GetString() == "RB0309");
        var place = restore.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.That(
            place.GetProperty("artifactLocation").GetProperty("uri").GetString(),
            Is.EqualTo("naive.csx")
        );
        Assert.That(place.GetProperty("region").GetProperty("startLine").GetInt32(), Is.EqualTo(2));
        Assert.That(
            results
                .Single(r => r.TryGetProperty("suppressions", out _))
                .GetProperty("suppressions")[0]
                .GetProperty("justification")
                .GetString(),
            Is.EqualTo("the host is switched off for good afterwards")
        );
        Assert.That(
            run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList(),
            Is.Not.Empty
        );
    }

    [Test]
    public async Task JSON_has_each_finding_once_with_its_reason_where_it_is_accepted()
    {
        _desk.Put("naive.csx", Naive);

        var ended = await _desk.RunAsync("check", "naive.csx", "--json");

        using var json = JsonDocument.Parse(ended.Output);
        var all = json.RootElement.EnumerateArray().ToList();
        var keys = all.Select(f =>
            $"{f.GetProperty("id")} {f.GetProperty("line")} {f.GetProperty("message")}"
        );
        Assert.That(keys, Is.Unique);
        Assert.That(
            all.Single(f => f.GetProperty("severity").GetString() == "accepted")
                .GetProperty("reason")
                .GetString(),
            Is.EqualTo("the host is switched off for good afterwards")
        );
    }

    [Test]
    public async Task The_rules_are_listed_and_explained()
    {
        var list = await _desk.RunAsync("check", "--list-rules");
        var page = await _desk.RunAsync("check", "--explain", "L-09");
        var none = await _desk.RunAsync("check", "--explain", "RB9999");

        Assert.That(list.ExitCode, Is.Zero, list.ToString());
        Assert.That(list.Output.Split('\n'), Has.Length.GreaterThan(85));
        Assert.That(
            list.Output,
            Does.Contain("RB0310  Warning  static            The backup is a plain SQL file\n")
        );
        Assert.That(
            page.Output,
            Does.StartWith("# RB0309: A backup is restored into a database that has data\n")
        );
        Assert.That(none.ExitCode, Is.EqualTo(2));
        Assert.That(
            none.Error,
            Does.Contain("there is no rule RB9999: `runbook check --list-rules` lists all.")
        );
    }

    [Test]
    public async Task The_report_of_a_run_shows_what_was_accepted_and_why()
    {
        _desk.Put(
            "calm.csx",
            """
            Runbook("Calm");
            // lint: RB0390 because nothing is changed that another run could touch
            Step("Look").Run(Local.Exec("true").Effects(EffectClass.ReadOnly));
            """
        );

        var ran = await _desk.RunAsync("exec", "calm.csx");
        var report = await _desk.RunAsync("report");

        Assert.That(ran.ExitCode, Is.Zero, ran.ToString());
        Assert.That(
            report.Output,
            Does.Contain(
                "\n## Findings that the author accepted\n\n"
                    + "- RB0390 at calm.csx(2): nothing is changed that another run could touch\n"
            )
        );
    }
}
