using RunbookDsl.Engine.Tests.Support;
using RunbookDsl.Journal;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Drift;

/// <summary>
/// The process ends before every journal call and after every commit of a migration. What is then found is
/// the old plan or the new one, never a mixture, and no effect happens twice.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
public sealed class MigrationCrashTests
{
    [Test]
    public async Task Wherever_it_ends_the_old_plan_or_the_new_one_is_in_force([Values] bool isAfterCommit)
    {
        var (old, migrated) = (0, 0);
        for (var n = 1; ; n++)
        {
            using var bench = new MigrationBench();
            await bench.HoldAsync(() => Before(bench));
            bench.IsOpen = true;
            if (!await DiesAsync(bench, isAfterCommit, n))
                break;
            if (bench.World.State().MigrationList.Count == 0)
            {
                old++;
                // What follows is the old plan's, so that only the order to migrate makes it the new one.
                Assert.ThrowsAsync<ScriptChangedException>(() =>
                    bench.World.ResumeAsync(Scripted.Plan(() => After(bench)))
                );
                var result = await bench.MigrateAsync(() => After(bench), With);
                Assert.That(result.Status, Is.EqualTo(RunStatus.Done), $"point {n}: {result.Message}");
            }
            else
            {
                migrated++;
                Assert.ThrowsAsync<ScriptChangedException>(() => bench.World.ResumeAsync(bench.Before));
                var result = bench.World.State().IsClosed
                    ? null
                    : await bench.World.ResumeAsync(Scripted.Plan(() => After(bench)));
                Assert.That(
                    result?.Status ?? RunStatus.Done,
                    Is.EqualTo(RunStatus.Done),
                    $"point {n}: {result?.Message}"
                );
            }
            Assert.That(bench.World.Server.Effects, Is.EqualTo(new[] { "a=1", "b=2", "c=1" }), $"point {n}");
            Assert.That(bench.World.State().MigrationList, Has.Count.EqualTo(1), $"point {n}");
            Assert.That(bench.Phase("new"), Is.EqualTo(StepPhase.Skipped), $"point {n}");
            Assert.That(bench.Phase("first"), Is.EqualTo(StepPhase.Verified), $"point {n}");
        }
        // The first commit of a resume that this store counts is the migration itself.
        Assert.That(
            (old > 0, migrated > 2),
            Is.EqualTo((!isAfterCommit, true)),
            $"{old} before, {migrated} after"
        );
    }

    private static void Before(MigrationBench bench)
    {
        Step("a").Run(new SetValue(bench.World.Server, "a", "1"));
        bench.Gate();
        bench.Set("b", "1");
    }

    private static void After(MigrationBench bench)
    {
        bench.Set("new", "1");
        Step("first").Run(new SetValue(bench.World.Server, "a", "1")).FormerlyKnownAs("a");
        bench.Gate();
        bench.Set("b", "2");
        bench.Set("c", "1");
    }

    private static Migration With(Migration migration) => migration with { SkipInserted = ["new"] };

    private static async Task<bool> DiesAsync(MigrationBench bench, bool isAfterCommit, int n)
    {
        bench.World.Restart();
        if (isAfterCommit)
            bench.World.Store.DiesAfterCommit = n;
        else
            bench.World.Store.FailsAt = n;
        try
        {
            await new RunbookEngine(bench.World.Services()).ResumeAsync(
                bench.World.RunId,
                new RunRequest(Scripted.Plan(() => After(bench)))
                {
                    Migration = With(new Migration(bench.Before, "r")),
                },
                bench.World.Control
            );
            return false;
        }
        catch (JournalException)
        {
            return true;
        }
    }
}
