using System.Diagnostics;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Runs, resumes and undoes that are killed at moments of chance, for as long as <c>RUNBOOK_SOAK_SECONDS</c>
/// says: 5, at night 1800.
/// </summary>
[NonParallelizable]
public sealed class SoakSpecs
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        Settings.Number("RUNBOOK_SOAK_SECONDS", Settings.IsNightly ? 1800 : 5)
    );

    private Worlds _worlds = null!;
    private int _kills;
    private int _runs;

    [OneTimeSetUp]
    public async Task PrepareAsync() => _worlds = await Worlds.PrepareAsync();

    [OneTimeTearDown]
    public void CleanUp() => _worlds.Dispose();

    [Test, CancelAfter(90_000_000)]
    public async Task Killed_at_random_moments_for_long_everything_happens_once()
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, Settings.AtOnce)
                .Select(n =>
                    Task.Run(async () =>
                    {
                        var random = new Random(Settings.Seed + n);
                        do await OneAsync(random.Next(3) == 0 ? "undo" : "exec", random);
                        while (clock.Elapsed < Length);
                    })
                )
        );
        Assert.That(_kills, Is.GreaterThan(2));
        TestContext.Progress.WriteLine(
            $"row 20: {_kills} kills in {_runs} runs, {clock.Elapsed.TotalMinutes:F1} min at "
                + $"{Settings.Place}, seed {Settings.Seed}"
        );
    }

    private async Task OneAsync(string verb, Random random)
    {
        using var at = _worlds.Before(verb).Copy();
        for (var kills = random.Next(1, 6); kills > 0; kills--)
        {
            if (at.RunId is not null && at.Read().Records[^1].Type == Journal.RecordTypes.RunClosed)
                break;
            var next =
                verb == "undo" ? "undo"
                : at.RunId is null ? "exec"
                : "resume";
            var moment = TimeSpan.FromMilliseconds(random.Next(40, 160));
            var ended = await RunbookProgram.KilledAsync(at, moment, Killings.Command(at, next));
            Interlocked.Add(ref _kills, ended.WasKilled ? 1 : 0);
            Oracle.AfterCrash(at);
        }
        await Operator.FinishAsync(at, verb == "undo" ? "undo" : "resume");
        _worlds.Ends(verb).AtEnd(at);
        Interlocked.Increment(ref _runs);
    }
}
