namespace RunbookDsl.Crash.Tests;

/// <summary>
/// The real program, killed with SIGKILL before every system call that changes the disk, while it runs,
/// resumes or takes back a runbook of twenty steps; and killed again while it goes on.
/// </summary>
[NonParallelizable]
public sealed class KillAtEveryBoundarySpecs
{
    private Worlds _worlds = null!;

    [OneTimeSetUp]
    public async Task PrepareAsync() => _worlds = await Worlds.PrepareAsync();

    [OneTimeTearDown]
    public void CleanUp() => _worlds.Dispose();

    [Test, CancelAfter(1_200_000)]
    public async Task Killed_at_any_boundary_of_a_command_everything_happens_once(
        [Values("exec", "resume", "undo", "migrate")] string verb
    )
    {
        var killings = new Killings(_worlds.Before(verb), verb, _worlds.Ends(verb));
        // A migration compiles the archived script of each copy anew, which takes seconds.
        var step = verb == "migrate" && !Settings.IsNightly ? 8 : 1;
        var boundaries = await killings.AtEachAsync(step);
        Assert.That(killings.Violations.Count, Is.Zero, string.Join("\n\n", killings.Violations.Take(3)));
        Assert.That(killings.Kills, Is.EqualTo((boundaries.Count + step - 1) / step).And.GreaterThan(4));
        Tell($"{verb}: {killings.Kills} kills at {boundaries.Count} boundaries");
    }

    [Test, CancelAfter(1_200_000)]
    public async Task Killed_at_any_boundary_a_run_can_be_taken_back()
    {
        var killings = new Killings(_worlds.Before("exec"), "exec", _worlds.Ends("exec"))
        {
            GoesOnWith = "undo",
        };
        await killings.AtEachAsync(Settings.IsNightly ? 1 : 8);
        Assert.That(killings.Violations.Count, Is.Zero, string.Join("\n\n", killings.Violations.Take(3)));
        Assert.That(killings.Kills, Is.GreaterThan(15));
        Tell($"exec, then undo: {killings.Kills} kills");
    }

    /// <summary>The command that goes on is killed, too.</summary>
    [Test, CancelAfter(14_400_000)]
    public async Task Killed_again_while_it_goes_on_everything_happens_once(
        [Values("exec", "undo")] string first
    )
    {
        var (outer, inner) = Settings.IsNightly ? (3, 2) : (20, 8);
        var second = first == "exec" ? "resume" : "undo";
        var boundaries = await Killings.BoundariesAsync(_worlds.Before(first), first);
        var kills = 0;
        for (var i = Settings.Seed % outer; i < boundaries.Count; i += outer)
        {
            using var left = await Killings.LeftByAsync(_worlds.Before(first), first, boundaries[i]);
            if (left.RunId is null || IsClosed(left))
                continue;
            var killings = new Killings(left, second, _worlds.Ends(first));
            await killings.AtEachAsync(inner);
            Assert.That(
                killings.Violations.Count,
                Is.Zero,
                $"after {boundaries[i].Line}\n{string.Join("\n\n", killings.Violations.Take(3))}"
            );
            kills += killings.Kills + 1;
        }
        Assert.That(kills, Is.GreaterThan(25));
        Tell($"{first}, then {second}: {kills} kills (seed {Settings.Seed})");
    }

    private static bool IsClosed(Case at) => at.Read().Records[^1].Type == Journal.RecordTypes.RunClosed;

    private static void Tell(string figure) => TestContext.Progress.WriteLine("row 1: " + figure);
}
