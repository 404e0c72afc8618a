using System.Text.RegularExpressions;

namespace RunbookDsl.Cli.Tests.Specs;

/// <summary>What <c>runbook report</c> hands to those who were not there.</summary>
[CancelAfter(120_000)]
internal sealed partial class ReportSpecs
{
    private const string Runbook = """
        Runbook("Move the shop").Purpose("New disks").Owner("platform").Window("2026-12-05 06:00Z", 2.Hours);
        var folder = Param<string>("folder", "its place");
        string At(string name) => Path.Combine(folder, name);

        GoNoGo("Begin?", approvers: 1).Id("begin").BreakGlass();
        var page = Step("Page on").Expect(10.Minutes)
            .Run(Temporarily(new Mark(At("page"))));
        Step("Work").Run(async ctx => { await Task.Yield();
                if (!File.Exists(At("mended"))) throw new OperationFailedException("the disk is full"); })
            .Idempotent().NoUndo("nothing changed");
        Step("Optional").Run(async ctx => { await Task.Yield(); }).NoUndo("nothing changed");
        Step("Page off").Run(PutBack(page));

        record Mark(string Path) : Operation<Unit>
        {
            public override string Kind => "Test.Mark";
            public override string Description => "put the mark there";
            public override EffectClass Effect => EffectClass.Convergent;
            public override string Verification => "the mark is there";
            public override string UndoDescription => "take the mark away";
            public override async Task<Unit> RunAsync(StepContext c, CancellationToken stop)
            {
                await File.WriteAllTextAsync(Path, "on", stop);
                return Unit.Value;
            }
            public override Task<Verdict> VerifyAsync(StepContext c, Unit r, CancellationToken stop) =>
                Task.FromResult(File.Exists(Path) ? Verdict.Pass("there") : Verdict.Fail("gone"));
            public override Task<Probe> ProbeUndoAsync(StepContext c, CancellationToken stop) =>
                Task.FromResult(File.Exists(Path) ? Probe.NotDone("there") : Probe.Done("gone"));
            public override Task UndoAsync(StepContext c, Unit r, CancellationToken stop)
            {
                File.Delete(Path);
                return Task.CompletedTask;
            }
        }
        """;

    private readonly Desk _desk = new();

    [TearDown]
    public void Leave() => _desk.Dispose();

    [Test]
    public async Task Everything_that_did_not_go_as_planned_stands_in_it_with_who_and_why()
    {
        _desk.Put("move.csx", Runbook);
        await _desk.RunAsync("exec", "move.csx", "-p", $"folder={_desk.Folder}", "--non-interactive");
        var refused = await _desk.RunAsync("approve", "latest", "begin", "--break-glass");
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.Contain("--break-glass wants the reason: add --evidence \"why\"."));
        await _desk.RunAsync("approve", "latest", "begin", "--break-glass", "--evidence", "orders are lost");
        await _desk.RunAsync("resume", "latest", "--non-interactive");
        var held = await ReportAsync();
        Assert.That(
            held,
            Does.Contain("## Still switched off\n\n- page-on (since <time>)\n")
                .And.Contain("- `page-on` from <time>, still\n")
        );
        _desk.Put("mended", "");
        string[] skipping = ["--skip", "optional", "--reason", "not needed"];
        await _desk.RunAsync(["resume", "latest", "--non-interactive", .. skipping]);
        Assert.That(
            await ReportAsync(),
            Is.EqualTo(
                """
                # Move the shop

                - Run: <run>, done
                - Purpose: New disks
                - Owner: platform
                - Operator: alice
                - Began: <time>
                - Ended: <time>, after <took>
                - Window: 2026-12-05 06:00:00Z to 2026-12-05 08:00:00Z; the run ended <window>
                - Parameter folder: <folder>
                - Plan: <plan>

                ## What was done

                | Step | Outcome | Began | Took | Expected | Difference |
                |---|---|---|---|---|---|
                | `begin` | done | <time> | <took> |  |  |
                | `page-on` | done | <time> | <took> | 10m | -<took> |
                | `work` | done, 2 attempts | <time> | <took> |  |  |
                | `optional` | skipped |  |  |  |  |
                | `page-off` | done | <time> | <took> |  |  |

                ## Decisions

                - <time> `begin`: Begin? – went on without approval, alice: orders are lost

                ## Deviations

                - <time> the run stopped (held): <why>
                - <time> the run gone on with
                - <time> `begin` gone on with without approval (break-glass) by alice: orders are lost
                - <time> `work` failed: the disk is full
                - <time> the run stopped (held): <why>
                - <time> the run gone on with
                - <time> `optional` left out by alice: not needed

                ## Still switched off

                Nothing.

                ## Effects for users

                - `page-on` from <time> to <time>: <took>

                ## Successes

                - `page-on`: the mark is there: there
                - `page-off`: it is as it was before the change: gone

                """
            )
        );
    }

    [Test]
    public async Task There_is_one_format()
    {
        _desk.Put("one.csx", "Step(\"One\").Run(async ctx => { await Task.Yield(); }).NoUndo(\"none\");\n");
        await _desk.RunAsync("exec", "one.csx");
        var ended = await _desk.RunAsync("report", "--format", "pdf");
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(ended.Error, Does.Contain("there is no format 'pdf': md and post-mortem are there."));
        Assert.That(
            await ReportAsync(),
            Does.Contain("## Deviations\n\nNone: everything went as planned.\n")
                .And.Contain("## Effects for users\n\nNothing was switched off.\n")
        );
    }

    private async Task<string> ReportAsync()
    {
        var ended = await _desk.RunAsync("report", "--format", "md");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        var text = ended
            .Output.Replace(_desk.RunId, "<run>", StringComparison.Ordinal)
            .Replace(_desk.Folder, "<folder>", StringComparison.Ordinal);
        text = Window().Replace(text, "the run ended <window>");
        text = Plan().Replace(text, "- Plan: <plan>");
        text = Held().Replace(text, "stopped (held): <why>");
        text = string.Join(
            '\n',
            text.Split('\n').Select(l => l.Contains("Window:") ? l : Time().Replace(l, "<time>"))
        );
        return Took().Replace(text, "<took>");
    }

    [GeneratedRegex(@"the run ended \S+ (before|after) its end")]
    private static partial Regex Window();

    [GeneratedRegex("- Plan: [0-9a-f]+")]
    private static partial Regex Plan();

    [GeneratedRegex(@"stopped \(held\): .*")]
    private static partial Regex Held();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=\| |after |: |\| -)((\d+m)?\d+s|\d+ms|9m\d+s)(?= \||\n)")]
    private static partial Regex Took();
}
