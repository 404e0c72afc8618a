using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Drift;

/// <summary>Every row of the table of what a migration does.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class MigrationTests
{
    [Test]
    public async Task Future_steps_added_edited_and_removed_are_taken_over_and_told()
    {
        using var bench = new MigrationBench { IsOpen = false };
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Gate();
            bench.Set("b", "1");
            bench.Set("c", "1");
        });
        bench.IsOpen = true;
        var result = await bench.MigrateAsync(() =>
        {
            bench.Set("a", "1");
            bench.Gate();
            bench.Set("b", "2");
            bench.Set("d", "1");
        });
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            bench.Told(),
            Is.EqualTo(
                new[]
                {
                    "changed 'b': it is run as it is now",
                    "added 'd': it is run when its turn comes",
                    "removed 'c': it is not run",
                }
            )
        );
        Assert.That(bench.World.Server.Effects, Is.EqualTo(new[] { "a=1", "b=2", "d=1" }));
    }

    [Test]
    public async Task A_verified_step_that_was_edited_keeps_what_it_did_and_is_not_run()
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Gate();
        });
        bench.IsOpen = true;
        var result = await bench.MigrateAsync(() =>
        {
            bench.Set("a", "2");
            bench.Gate();
        });
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            bench.Told(),
            Is.EqualTo(
                new[]
                {
                    "changed 'a': it is done already: its stored result is kept, the edited code is not run",
                }
            )
        );
        Assert.That(bench.World.Server.Effects, Is.EqualTo(new[] { "a=1" }));
    }

    [Test]
    public async Task A_renamed_step_is_the_same_when_it_says_so_or_the_operator_does([Values] bool isMapped)
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            bench.World.Server.Prepare("a", "0");
            Step("old").Run(Temporarily(new SetValue(bench.World.Server, "a", "1")));
            bench.Gate();
        });
        bench.IsOpen = true;
        void Renamed(bool says)
        {
            var step = Step("new").Run(Temporarily(new SetValue(bench.World.Server, "a", "1")));
            if (says)
                step.FormerlyKnownAs("older", "old");
            bench.Gate();
        }
        Assert.That(
            bench.Refusal(() => Renamed(false)),
            Is.EqualTo(
                new[]
                {
                    "added 'new': it does what 'old' has done: say --map old=new, or give it "
                        + ".FormerlyKnownAs(\"old\"); if it is to be done once more, --run-inserted new",
                }
            )
        );
        var result = await bench.MigrateAsync(
            () => Renamed(!isMapped),
            m => isMapped ? m with { Map = new Dictionary<string, string> { ["new"] = "old" } } : m
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(
            bench.Told(),
            Is.EqualTo(
                new[]
                {
                    "renamed 'old' to 'new': it is done already, under its old id",
                    "renamed 'put-back/old' to 'put-back/new': it is run as it is now",
                }
            )
        );
        Assert.That(
            bench.World.Server.Effects,
            Is.EqualTo(new[] { "a=1", "a=0" }),
            "put back by its new name"
        );
        Assert.That(bench.Phase("new"), Is.EqualTo(StepPhase.Verified));
    }

    [TestCase(true, "a=1 new=1")]
    [TestCase(false, "a=1")]
    public async Task A_step_inserted_before_completed_ones_wants_an_answer(bool isRun, string effects)
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Gate();
        });
        bench.IsOpen = true;
        void Inserted()
        {
            bench.Set("new", "1");
            bench.Set("a", "1");
            bench.Gate();
        }
        Assert.That(
            bench.Refusal(Inserted),
            Is.EqualTo(
                new[]
                {
                    "added 'new': 'a' after it is done already: say --run-inserted new or --skip-inserted new",
                }
            )
        );
        var result = await bench.MigrateAsync(
            Inserted,
            m => isRun ? m with { RunInserted = ["new"] } : m with { SkipInserted = ["new"] }
        );
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(string.Join(' ', bench.World.Server.Effects), Is.EqualTo(effects));
        Assert.That(bench.Phase("new"), Is.EqualTo(isRun ? StepPhase.Verified : StepPhase.Skipped));
    }

    [Test]
    public async Task A_completed_step_that_is_gone_is_taken_back_as_it_was_written_then()
    {
        using var bench = new MigrationBench();
        bench.World.Server.Prepare("a", "0");
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Set("b", "1");
            bench.Gate();
        });
        Action after = () =>
        {
            bench.Set("b", "1");
            bench.Gate();
        };
        var held = await bench.MigrateAsync(after);
        Assert.That(held.Status, Is.EqualTo(RunStatus.GuardRefused), held.Message);
        Assert.That(
            bench.Told(),
            Is.EqualTo(
                new[] { "removed 'a': it is done already: undo takes it back with the archived script" }
            )
        );
        var lacking = await bench.World.UndoAsync(Scripted.Plan(after));
        Assert.That(lacking.Status, Is.EqualTo(RunStatus.Held));
        Assert.That(
            lacking.Message,
            Does.StartWith("'a' was done with an earlier script, and how to take it back")
        );
        bench.World.Restart();
        var undone = await new RunbookEngine(bench.World.Services()).UndoAsync(
            bench.World.RunId,
            new RunRequest(Scripted.Plan(after)) { Removed = [bench.Before.Find("a")!] },
            null,
            bench.World.Control
        );
        Assert.That(undone.Status, Is.EqualTo(RunStatus.RolledBack), undone.Message);
        Assert.That(bench.World.Server.Picture(), Is.EqualTo("a=0"));
    }

    [Test]
    public async Task Completed_steps_may_change_places_but_not_come_after_an_open_one()
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Set("b", "1");
            bench.Gate();
            bench.Set("c", "1");
        });
        bench.IsOpen = true;
        Assert.That(
            bench.Refusal(() =>
            {
                bench.Set("c", "1");
                bench.Set("a", "1");
                bench.Set("b", "1");
                bench.Gate();
            }),
            Is.EqualTo(
                new[]
                {
                    "moved 'a': it is done already and would now come after 'c', which is not: write 'c' behind it",
                }
            )
        );
        var result = await bench.MigrateAsync(() =>
        {
            bench.Set("b", "1");
            bench.Set("a", "1");
            bench.Gate();
            bench.Set("c", "1");
        });
        Assert.That(result.Status, Is.EqualTo(RunStatus.Done), result.Message);
        Assert.That(bench.World.Server.Effects, Is.EqualTo(new[] { "a=1", "b=1", "c=1" }));
    }

    [Test]
    public async Task A_step_in_doubt_must_be_as_it_was()
    {
        using var bench = new MigrationBench { IsOpen = true };
        void Doubt(int change, string name = "doubt") =>
            Step(name).Run(_ => change == 1 ? throw new OutcomeUnknownException("lost") : Task.CompletedTask);
        await bench.HoldAsync(() =>
        {
            Step("doubt").Run(_ => throw new OutcomeUnknownException("lost"));
            bench.Set("b", "1");
        });
        const string settle =
            "it is in doubt: settle it with the script as it was first, `runbook resume RUN --pinned` or "
            + "`runbook resolve RUN doubt --pinned …`";
        Assert.That(
            Masked(
                bench.Refusal(() =>
                {
                    Doubt(2);
                    bench.Set("b", "2");
                }),
                bench
            ),
            Is.EqualTo(new[] { $"changed 'doubt': {settle}" })
        );
        Assert.That(
            Masked(bench.Refusal(() => bench.Set("b", "1")), bench),
            Is.EqualTo(new[] { $"removed 'doubt': {settle}" })
        );
        var held = await bench.MigrateAsync(() =>
        {
            Step("doubt").Run(_ => throw new OutcomeUnknownException("lost"));
            bench.Set("b", "2");
        });
        Assert.That(held.Status, Is.EqualTo(RunStatus.InDoubt), held.Message);
        Assert.That(bench.Told(), Is.EqualTo(new[] { "changed 'b': it is run as it is now" }));
    }

    [Test]
    public async Task Parameters_must_be_as_they_were()
    {
        using var bench = new MigrationBench();
        void Script(string value)
        {
            Param<string>("host", "which").Default(value);
            bench.Set("a", "1");
            bench.Gate();
        }
        await bench.HoldAsync(() => Script("web-1"));
        Assert.That(
            bench.Refusal(() => Script("web-2")),
            Is.EqualTo(
                new[]
                {
                    "parameter 'host' changed: what has been done was done with the old value: begin a new run",
                }
            )
        );
    }

    [Test]
    public async Task After_a_migration_the_migrated_plan_is_the_one_to_compare_with()
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Gate();
        });
        void After()
        {
            bench.Set("a", "2");
            bench.Gate();
            bench.Set("b", "1");
        }
        await bench.MigrateAsync(After);
        var state = bench.World.State();
        Assert.That(
            (state.MigrationList.Count, state.MigrationList[0].By, state.MigrationList[0].Reason),
            Is.EqualTo((1, "mia", "the host was renamed"))
        );
        Assert.ThrowsAsync<ScriptChangedException>(() => bench.World.ResumeAsync(bench.Before));
        var held = await bench.World.ResumeAsync(Scripted.Plan(After));
        Assert.That(held.Status, Is.EqualTo(RunStatus.GuardRefused), held.Message);
        var again = await bench.MigrateAsync(After);
        Assert.That(again.Status, Is.EqualTo(RunStatus.GuardRefused));
        Assert.That(
            bench.World.State().MigrationList,
            Has.Count.EqualTo(1),
            "nothing differs: no second one"
        );
        bench.IsOpen = true;
        Assert.That((await bench.World.ResumeAsync(Scripted.Plan(After))).Status, Is.EqualTo(RunStatus.Done));
    }

    [Test]
    public async Task What_was_approved_of_the_old_plan_is_void()
    {
        using var bench = new MigrationBench { IsOpen = true };
        void Script(string value)
        {
            Step("ask").Approve();
            bench.Set("b", value);
        }
        await bench.HoldAsync(() => Script("1"));
        Post(bench.World, "tom");
        var held = await bench.MigrateAsync(() => Script("2"));
        Assert.That(held.Status, Is.EqualTo(RunStatus.Held).Or.EqualTo(RunStatus.Paused), held.Message);
        Assert.That(bench.World.Server.Effects, Is.Empty, "approved for another plan");
        Post(bench.World, "tom2");
        var done = await bench.World.ResumeAsync(Scripted.Plan(() => Script("2")));
        Assert.That(done.Status, Is.EqualTo(RunStatus.Done), done.Message);
    }

    [Test]
    public async Task A_wrong_option_names_the_steps_that_could_be_meant()
    {
        using var bench = new MigrationBench();
        await bench.HoldAsync(() =>
        {
            bench.Set("a", "1");
            bench.Gate();
        });
        void After()
        {
            bench.Set("b", "1");
            bench.Gate();
        }
        var map = Assert.ThrowsAsync<EngineException>(() =>
            bench.MigrateAsync(After, m => m with { Map = new Dictionary<string, string> { ["b"] = "x1" } })
        );
        Assert.That(map!.Message, Is.EqualTo("--map x1=b: there is no such step 'x1'; it could be a, gate."));
        var run = Assert.ThrowsAsync<EngineException>(() =>
            bench.MigrateAsync(After, m => m with { RunInserted = ["gate"] })
        );
        Assert.That(
            run!.Message,
            Is.EqualTo("--run-inserted gate: there is no such step 'gate'; it could be b.")
        );
        var reason = Assert.ThrowsAsync<EngineException>(() =>
            bench.MigrateAsync(After, m => m with { Reason = " " })
        );
        Assert.That(reason!.Message, Is.EqualTo("a migration wants its reason: add --reason \"…\"."));
    }

    private static string[] Masked(string[] lines, MigrationBench bench) =>
        [.. lines.Select(l => l.Replace(bench.World.RunId, "RUN", StringComparison.Ordinal))];

    // As `runbook approve` does: bound to the plan in force at that moment.
    private static void Post(World world, string by)
    {
        var state = world.State();
        var text =
            $$"""{"step":"ask","planHash":"{{state.PlanHash}}","yes":true,"by":"{{by}}","at":"2026-12-05T05:00:00Z"}""";
        new SignalBox(Path.Combine(world.Home, "runs", world.RunId)).Post(
            $"ask-{by}",
            System.Text.Encoding.UTF8.GetBytes(text)
        );
    }
}
