namespace RunbookDsl.Runbooks.Tests;

/// <summary>
/// The real program, killed with SIGKILL at random moments and resumed until it is done: every effect
/// happened exactly once, counted in the database, and every interrupted step was looked at before anything
/// else.
/// </summary>
[TestFixture("database-maintenance")]
[TestFixture("rollback")]
[Parallelizable(ParallelScope.Fixtures)]
public sealed class KillSpecs(string runbook)
{
    // A run is killed several times on its way, so that resume is killed as often as exec.
    private static readonly int Kills = int.Parse(
        TestContext.Parameters.Get("kills", Environment.GetEnvironmentVariable("RUNBOOK_KILLS") ?? Usual)
    );

    private static string Usual =>
        Environment.GetEnvironmentVariable("RUNBOOK_NIGHTLY") == "1" ? "100" : "25";

    private readonly Random _random = new(Seed);

    private static int Seed { get; } =
        int.Parse(Environment.GetEnvironmentVariable("RUNBOOK_SEED") ?? $"{Environment.ProcessId}");

    /// <summary>At least <c>RUNBOOK_KILLS</c> kills: 25, at night 100.</summary>
    [Test, CancelAfter(1_500_000)]
    public async Task Killed_at_random_moments_and_resumed_every_effect_happens_exactly_once()
    {
        TestContext.Out.WriteLine($"seed {Seed}; again with RUNBOOK_SEED={Seed}");
        var kills = 0;
        var looked = 0;
        for (var runs = 1; kills < Kills; runs++)
        {
            var name = await ShopServer.CreateShopAsync();
            using var workplace = await PreparedAsync(name);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            kills += await RunToTheEndAsync(workplace, name);
            var history = workplace.Read();
            JournalInvariants.Check(history);
            looked += history.Records.Count(r => r.Type == "step.probe");
            await Effects.CheckAsync(runbook, workplace, name);
            Assert.That(runs, Is.LessThan(Kills * 3), "the kills come too late: nothing is interrupted");
            await Effects.DropAsync(name);
            TestContext.Progress.WriteLine(
                $"{runbook} run {runs}: {kills} kills, {looked} looks, {clock.Elapsed.TotalSeconds:F1} s"
            );
        }
        Assert.That(looked, Is.GreaterThan(0), "no kill ever hit a step at work");
        TestContext.Progress.WriteLine($"row 1: {runbook}: {kills} kills at random moments, {looked} looks");
    }

    private async Task<Workplace> PreparedAsync(string name)
    {
        if (runbook != "rollback")
            return new Workplace(runbook, name);
        var workplace = new Workplace(runbook, name);
        await Effects.PrepareRollbackAsync(workplace, name);
        return workplace;
    }

    private async Task<int> RunToTheEndAsync(Workplace workplace, string name)
    {
        var kills = 0;
        for (var tries = 0; tries < 60; tries++)
        {
            // The first tries are killed; the last one may finish.
            var ended = await GoOnAsync(workplace, kills < 8 ? KillMoment.Random(_random) : null);
            if (ended.WasKilled)
                kills++;
            else if (ended.ExitCode == 0 || WasDoneBefore(ended))
                return kills;
            else
                await ActAsPersonAsync(workplace, name, ended);
        }
        throw new AssertionException($"not done after 60 tries: {workplace.RunFolder}");
    }

    private static Task<Ended> GoOnAsync(Workplace workplace, KillMoment? moment) =>
        workplace.RunFolder is null
            ? workplace.Program.RunAsync(
                moment,
                ["exec", workplace.Script, "--non-interactive", .. workplace.Parameters]
            )
            : workplace.Program.RunAsync(moment, "resume", workplace.RunId, "--non-interactive");

    // Killed between its last record and its end.
    private static bool WasDoneBefore(Ended ended) =>
        ended.ExitCode == 2 && ended.Error.Contains("is closed (Done)");

    // Two things may hold such a run: the question it asks a person, and the log line, which has no probe on
    // purpose.
    private static async Task ActAsPersonAsync(Workplace workplace, string name, Ended ended)
    {
        var acted =
            ended.ExitCode == 75 && ended.Output.Contains("'note-it-down' is in doubt")
                ? await SettleAsync(workplace, name)
                : await ApproveAsync(workplace, ended);
        Assert.That(acted.ExitCode, Is.Zero, acted.ToString());
    }

    private static async Task<Ended> ApproveAsync(Workplace workplace, Ended ended)
    {
        Assert.That(ended.ToString(), Does.Contain("waits for a person"), "held for another reason");
        return await workplace.Program.RunAsync("approve", workplace.RunId, "go-back");
    }

    private static async Task<Ended> SettleAsync(Workplace workplace, string name)
    {
        var isThere = await Effects.IsNotedDownAsync(name);
        return await workplace.Program.RunAsync(
            "resolve",
            workplace.RunId,
            "note-it-down",
            isThere ? "--done" : "--rerun",
            "--reason",
            "looked into the table"
        );
    }
}
