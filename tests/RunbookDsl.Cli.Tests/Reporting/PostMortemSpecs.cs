namespace RunbookDsl.Cli.Tests;

/// <summary><c>runbook report --format post-mortem</c>: what is asked afterwards.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class PostMortemSpecs : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Test]
    public async Task A_run_that_was_held_and_gone_on_with_is_told_with_what_it_teaches()
    {
        _desk.Put(
            "move.csx",
            """
            Runbook("Move the shop").Purpose("New disks").Window("2020-12-05 06:00Z", 2.Hours);
            var folder = Param<string>("folder", "its place");
            Step("Work").Expect(1.Hours)
                .Run(async ctx => { await Task.Yield();
                    if (!File.Exists(Path.Combine(folder, "mended")))
                        throw new OperationFailedException("the disk is full"); })
                .Idempotent().Verify(async ctx => { await Task.Yield(); return true; })
                .NoUndo("nothing changed");
            Step("Optional").Run(async ctx => { await Task.Yield(); }).NoUndo("nothing changed");
            Step("Look").Manual("Look at it");
            """
        );
        await _desk.RunAsync("exec", "move.csx", "-p", $"folder={_desk.Folder}", "--non-interactive");
        _desk.Put("mended", "");
        string[] skipping = ["--skip", "optional", "--reason", "not needed"];
        await _desk.RunAsync(["resume", "latest", "--non-interactive", .. skipping]);
        await _desk.RunAsync("approve", "latest", "look");
        await _desk.RunAsync("resume", "latest", "--non-interactive");
        var told = await _desk.RunAsync("report", "--format", "post-mortem");
        Assert.That(told.ExitCode, Is.Zero, told.ToString());
        Assert.That(told.Output, Does.StartWith("# Post mortem: Move the shop\n\n- Run: "));
        Assert.That(
            told.Output,
            Does.Contain(
                    "\n## How it was communicated\n\n- … This run told nobody: who was told, how, and how "
                )
                .And.Match("\n## Why [0-9.]+m?s and not 2h\\?\n\n- Nobody carried it on for ")
                .And.Contain(": 'work' failed: the disk is full.")
                .And.Contain("\n## Deviations\n\n- ")
                .And.Contain("\n## Still switched off\n\nNothing.\n")
        );
        var improvements = told.Output[told.Output.IndexOf("| What |", StringComparison.Ordinal)..];
        Assert.That(
            improvements.Split('\n').Skip(2),
            Is.EqualTo(
                new[]
                {
                    "| Tell users ahead and afterwards: the steps of `announce` | … | … |",
                    "| Rehearse that `work` fails: `runbook rehearse move.csx --fault work:error` | … | … |",
                    "| Say when `optional` is needed, with `.When(…)`, or take it out | … | … |",
                    "| Let the runbook do `look`: `.Run(…)` in place of `.Manual(…)` | … | … |",
                    "| … | … | … |",
                    "",
                }
            ),
            told.Output
        );
    }
}
