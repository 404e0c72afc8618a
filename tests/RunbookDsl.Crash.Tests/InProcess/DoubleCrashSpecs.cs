namespace RunbookDsl.Crash.Tests;

/// <summary>
/// The same twenty steps and the same oracle, in this process: the journal dies before and behind every call
/// of a command, and again before and behind every call of the one that goes on.
/// </summary>
[NonParallelizable]
public sealed class DoubleCrashSpecs
{
    [Test, CancelAfter(3_600_000)]
    public async Task Two_crashes_at_any_two_points_change_nothing([Values("exec", "undo")] string first)
    {
        using var before = Case.New();
        var second = first == "exec" ? "resume" : "undo";
        var random = new Random(Settings.Seed);
        if (first == "undo")
            await new EngineOnCase(before, random).RunAsync("exec", before.Store(), "report");
        using var end = before.Copy();
        var points = await new EngineOnCase(end, random).PointsAsync(first);
        var oracle = new Oracle(end) { IsInProcess = true };
        var step = Settings.IsNightly ? 1 : 4;
        var crashes = 0;
        for (var n = 1 + (Settings.Seed % step); n <= points; n += step)
        {
            using var left = before.Copy();
            Assert.That(await new EngineOnCase(left, random).DiesAsync(first, n));
            Oracle.AfterCrash(left);
            crashes++;
            for (var m = 1 + (n % step); left.RunId is not null; m += step)
            {
                using var at = left.Copy();
                var engine = new EngineOnCase(at, random);
                if (IsClosed(at) || !await engine.DiesAsync(second, m))
                    break;
                crashes++;
                Oracle.AfterCrash(at);
                await engine.FinishAsync(second);
                Check(oracle, at, $"{first} died at point {n}, {second} at point {m}, seed {Settings.Seed}");
            }
        }
        Assert.That(crashes, Is.GreaterThan(300));
        TestContext.Progress.WriteLine(
            $"row 1, in process: {first}, then {second}: {crashes} crashes (seed {Settings.Seed})"
        );
    }

    private static void Check(Oracle oracle, Case at, string where)
    {
        try
        {
            oracle.AtEnd(at);
        }
        catch (AssertionException e)
        {
            throw new AssertionException($"{where}: {e.Message}");
        }
    }

    private static bool IsClosed(Case at) => at.Read().Records[^1].Type == Journal.RecordTypes.RunClosed;
}
