using RunbookDsl.Testing.Tests.Transcripts;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests.Coverage;

[CancelAfter(60_000)]
internal sealed class CoverageTests
{
    private static readonly DateOnly Today = new(2026, 12, 5);
    private static readonly PreparedAnswer Yes = new("Switch the <mail> off?", true, "bob", null);

    private static void Script()
    {
        var count = Step("Count").Run(_ => Task.FromResult(3)).ReadOnly();
        Step("Mail off")
            .When(count.Is(c => c > 2))
            .Guard(_ => Task.FromResult(true), "there is room")
            .Run(new Switch("mail", "off"))
            .Confirm("Switch the <mail> off?")
            .Retry(2)
            .Timeout(TimeSpan.FromMinutes(1));
        Step("Skipped").When(false).Run(new Switch("never", "on"));
        Step("Database on").PointOfNoReturn("all orders").Run(new Switch("db", "on"));
    }

    private static async Task<(CoverageReport Clean, CoverageReport All)> Covered()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var matrix = await FaultMatrix.RunAsync(boards.Rehearsal, new MatrixOptions(), null, default);
        var clean = matrix.Reference.Clean;
        return (
            Testing.Coverage.Of(clean.Plan, [clean]),
            Testing.Coverage.Of(clean.Plan, [clean, .. matrix.Rows])
        );
    }

    [Test]
    public async Task Text_CleanRunOnly_ListsEverythingElse()
    {
        var (clean, _) = await Covered();
        Golden.Check("coverage-clean", clean.Text());
    }

    [Test]
    public async Task Text_WholeMatrix_ListsWhatItNeverTries()
    {
        var (_, all) = await Covered();
        Golden.Check("coverage-matrix", all.Text());
    }

    [Test]
    public async Task Text_AnyCell_FitsInto80Columns()
    {
        await using var boards = await Boards.Of(() =>
        {
            var text = string.Join(' ', Enumerable.Repeat("a very long question", 12));
            Step("Ask").Manual(text);
            Step("Word").Manual(new string('w', 200));
        });
        var plan = (await boards.Run(Scenario.Clean)).Plan;
        var lines = Testing.Coverage.Of(plan, []).Text().Split('\n');
        Assert.That(lines, Has.Length.GreaterThan(10));
        Assert.That(lines.Select(l => l.Length), Has.All.LessThanOrEqualTo(80));
    }

    [Test]
    public async Task Of_NoRehearsal_CoversNothing()
    {
        await using var boards = await Boards.Of(Script, Yes);
        var plan = (await boards.Run(Scenario.Clean)).Plan;
        var report = Testing.Coverage.Of(plan, []);
        Assert.That((report.Rehearsed, report.Percent), Is.EqualTo((0, 0)));
        Assert.That(report.Missing, Has.Count.EqualTo(report.Declared));
    }

    [Test]
    public async Task Json_HasStableNames()
    {
        var (clean, _) = await Covered();
        Assert.That(
            clean.Json(),
            Does.StartWith(
                    """
                    {
                      "runbook": "test",
                      "declared": 35,
                      "rehearsed": 8,
                      "percent": 22,
                      "cells": [
                        {
                          "name": "count: ok",
                          "kind": "outcome",
                          "step": "count",
                          "what": "ok",
                          "rehearsed": true,
                          "file": "
                    """
                )
                .And.Contain("\"name\": \"mail-off: asks: Switch the <mail> off?\"")
        );
    }

    [Test]
    public async Task Html_IsOneEscapedFile()
    {
        var (_, all) = await Covered();
        var html = all.Html();
        Assert.That(html, Does.StartWith("<!DOCTYPE html>\n<html lang=\"en\">\n").And.EndsWith("</html>\n"));
        Assert.That(html, Does.Contain("<td>asks: Switch the &lt;mail&gt; off?</td><td>message</td>"));
        Assert.That(html, Does.Not.Contain("<mail>").And.Not.Contain("http").And.Not.Contain("<script"));
    }

    [Test]
    public async Task Gate_NothingAllowed_NamesWhatIsMissing()
    {
        var (_, all) = await Covered();
        Assert.That(all.Gate(all.Percent, AllowList.Empty, Today), Is.Empty);
        Assert.That(
            all.Gate(100, AllowList.Empty, Today),
            Is.EqualTo(
                new[]
                {
                    """
                    30 of 35 (85 %) cells of test are rehearsed or allowed, 100 % are wanted. Missing:
                      CoverageTests.cs(14): count: failed
                      CoverageTests.cs(15): mail-off: condition false: result of "Count" is c => c > 2
                      CoverageTests.cs(15): mail-off: skipped
                      CoverageTests.cs(15): mail-off: guard refuses: there is room
                      CoverageTests.cs(23): database-on: refuses the way back: all orders
                    """,
                }
            )
        );
    }

    [Test]
    public async Task Gate_EverythingAllowed_Passes()
    {
        var (_, all) = await Covered();
        var lines = all.Missing.Select(c => $"{c.Name} | nobody can | 2026-12-05\n");
        var allowed = AllowList.Parse("coverage.allow", $"# why\n\n{string.Concat(lines)}");
        Assert.That(allowed.Cells, Is.Not.Empty);
        Assert.That(all.Gate(100, allowed, Today), Is.Empty);
        Assert.That(all.Gate(100, allowed, Today.AddDays(1)), Has.Count.EqualTo(allowed.Cells.Count + 1));
    }

    [Test]
    public async Task Gate_WrongEntries_AreToldExactly()
    {
        var (_, all) = await Covered();
        var allowed = AllowList.Parse(
            "coverage.allow",
            """
            # cells that need not be rehearsed
            count: ok | it is easy | 2027-03-01
            count: failed | it cannot | 2026-12-04
            count: failed | | 2027-03-01
            count: filed | it cannot | 2027-03-01
            count: failed | it cannot
            database-on: undo | ok | why not | 2027-03-01
            count: failed | it cannot | 2027-03-01
            count: failed | it really cannot | 2027-03-01
            """
        );
        Assert.That(
            all.Gate(0, allowed, Today),
            Is.EqualTo(
                new[]
                {
                    "coverage.allow(2): \"count: ok\" is rehearsed: remove the line.",
                    "coverage.allow(3): \"count: failed\" expired on 2026-12-04: rehearse it, or decide again and "
                        + "give a later date.",
                    "coverage.allow(4): \"count: failed\" has no reason: say why it need not be rehearsed.",
                    "coverage.allow(5): \"count: filed\" is no cell of test (did you mean 'count: failed'?): "
                        + "remove the line.",
                    "coverage.allow(6): \"count: failed | it cannot\" is not of the form CELL | REASON | "
                        + "YYYY-MM-DD, the last day on which it is in force.",
                    "coverage.allow(7): \"database-on: undo | ok\" is no cell of test: remove the line.",
                    "coverage.allow(8): \"count: failed\" stands in line 3 already: remove one.",
                    "coverage.allow(9): \"count: failed\" stands in line 3 already: remove one.",
                }
            )
        );
    }

    [Test]
    public void Beside_NoFile_IsEmpty() => Assert.That(AllowList.Beside("/nowhere/move.csx").Cells, Is.Empty);
}
