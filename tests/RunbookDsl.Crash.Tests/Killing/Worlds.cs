using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// The states that commands begin from, and how each of them ends when nothing interrupts it.
/// </summary>
internal sealed class Worlds : IDisposable
{
    private readonly Dictionary<string, Case> _before = [];
    private readonly Dictionary<string, Case> _after = [];

    /// <summary>The state before <paramref name="verb"/>: to be copied, never to be worked on.</summary>
    public Case Before(string verb) => _before[verb];

    public Oracle Ends(string verb) => new(_after[verb]);

    public static async Task<Worlds> PrepareAsync()
    {
        var worlds = new Worlds();
        worlds._before["exec"] = Case.New();
        // The first start compiles; the boundaries of all others are the same.
        using (var warm = Case.New())
            await DoneAsync(warm, RunbookProgram.Exec());
        worlds._after["exec"] = await EndAsync(worlds.Before("exec"), "exec");
        worlds._before["resume"] = await InterruptedAsync(worlds.Before("exec"));
        worlds._after["resume"] = worlds._after["exec"];
        worlds._before["undo"] = Case.New();
        await DoneAsync(worlds.Before("undo"), RunbookProgram.Exec("--until", "report"));
        worlds._after["undo"] = await EndAsync(worlds.Before("undo"), "undo");
        worlds._before["migrate"] = await EditedAsync();
        worlds._after["migrate"] = await EndAsync(worlds.Before("migrate"), "migrate");
        var history = worlds._after["exec"].Read();
        Assert.That(StateFold.Of(history).Planned, Has.Count.EqualTo(20));
        return worlds;
    }

    public void Dispose()
    {
        foreach (var world in _before.Values.Concat(_after.Values).Distinct())
            world.Dispose();
    }

    // In the middle, between an effect and its outcome: the resume has a doubt to settle.
    private static async Task<Case> InterruptedAsync(Case fresh)
    {
        var boundaries = await Killings.BoundariesAsync(fresh, "exec");
        var effect = boundaries.Index().First(b => b.Item.Line.Contains("\"left", StringComparison.Ordinal));
        var left = await Killings.LeftByAsync(fresh, "exec", boundaries[effect.Index + 1]);
        var last = left.Read().Records[^1];
        Assert.That((last.Type, last.Step), Is.EqualTo((RecordTypes.StepIntent, "left")));
        Assert.That(left.Log()[^1].Step, Is.EqualTo("left"));
        return left;
    }

    // Stopped on its way; then a step is added to the script.
    private static async Task<Case> EditedAsync()
    {
        var at = Case.New();
        var folder = Directory.CreateDirectory(Settings.NextFolder()).FullName;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(RunbookProgram.Script)!))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var script = Path.Combine(folder, Path.GetFileName(RunbookProgram.Script));
        await DoneAsync(at, ["exec", script, "--until", "report", "--non-interactive"]);
        await File.AppendAllTextAsync(
            script,
            """
            var log = new EffectLog(Environment.GetEnvironmentVariable("RUNBOOK_EFFECTS"));
            Step("Extra").Run(new SetTo(log, "extra", "on"));
            """
        );
        return at;
    }

    private static async Task<Case> EndAsync(Case before, string verb)
    {
        var at = before.Copy();
        if (verb == "exec")
            await DoneAsync(at, RunbookProgram.Exec());
        else
            await Operator.FinishAsync(at, verb);
        return at;
    }

    private static async Task DoneAsync(Case at, string[] command)
    {
        var ended = await RunbookProgram.RunAsync(at, command);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
    }
}
