using System.Text.RegularExpressions;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Goes on after a crash as a person would: resumes, looks at the world, settles what is in doubt.
/// </summary>
internal static partial class Operator
{
    private const int InDoubt = 75;
    private const int RolledBack = 3;

    /// <summary>Until the run is closed; the last verdict of the program is returned.</summary>
    public static async Task<Ended> FinishAsync(Case at, string verb)
    {
        var ended = new Ended(-1, "", "", []);
        for (var tries = 0; tries < 6; tries++)
        {
            if (at.RunId is null)
                ended = await RunbookProgram.RunAsync(at, RunbookProgram.Exec());
            else if (at.Read().Records[^1].Type == Journal.RecordTypes.RunClosed)
                return ended;
            else
                ended = await RunbookProgram.RunAsync(at, Killings.Command(at, verb));
            if (ended.ExitCode is 0 or RolledBack)
                continue;
            Assert.That(ended.ExitCode, Is.EqualTo(InDoubt), $"{verb} {at.Folder}: {ended}");
            await SettleAsync(at, ended);
        }
        throw new AssertionException($"{at.Folder}: the run does not come to an end: {ended}");
    }

    /// <summary>The step that a person is asked about.</summary>
    public static string StepOf(string message) => Hint().Match(message).Groups[1].Value;

    // Only what has no look of its own, or lacks its result, may ask.
    private static async Task SettleAsync(Case at, Ended held)
    {
        var step = StepOf(held.Output);
        var isUndo = held.Output.Contains($"The undo of '{step}'", StringComparison.Ordinal);
        string[] words =
        [
            "resolve",
            at.RunId!,
            step,
            .. isUndo ? UndoVerdict(at, step, held) : Verdict(at, step, held),
            "--reason",
            "looked at the log",
        ];
        var ended = await RunbookProgram.RunAsync(at, words);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
    }

    private static string[] Verdict(Case at, string step, Ended held)
    {
        Assert.That(step, Is.EqualTo("mail").Or.EqualTo("backup"), held.ToString());
        return !at.Log().Any(e => e.Step == step) ? ["--rerun"]
            : step == "backup" ? ["--done", "--result", """{"name":"b1","bytes":42}"""]
            : ["--done"];
    }

    private static string[] UndoVerdict(Case at, string step, Ended held)
    {
        Assert.That(step, Is.EqualTo("note").Or.EqualTo("long"), held.ToString());
        return at.Log().Last(e => e.Step == step).Value is null ? ["--undone"] : ["--rerun"];
    }

    [GeneratedRegex(@"runbook resolve \S+ (\S+) --")]
    private static partial Regex Hint();
}
