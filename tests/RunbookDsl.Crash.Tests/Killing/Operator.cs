using System.Text.RegularExpressions;

namespace RunbookDsl.Crash.Tests;

/// <summary>Goes on after a crash as a person would: resumes, looks at the world, settles what is in doubt.</summary>
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
                ended = await RunbookProgram.RunAsync(at, verb, at.RunId, "--non-interactive");
            if (ended.ExitCode is 0 or RolledBack)
                continue;
            Assert.That(ended.ExitCode, Is.EqualTo(InDoubt), $"{verb} {at.Folder}: {ended}");
            await SettleAsync(at, ended);
        }
        throw new AssertionException($"{at.Folder}: the run does not come to an end: {ended}");
    }

    // Only the steps without a look of their own, or without their result, may ask.
    private static async Task SettleAsync(Case at, Ended held)
    {
        var step = Hint().Match(held.Output).Groups[1].Value;
        Assert.That(step, Is.EqualTo("mail").Or.EqualTo("backup"), held.ToString());
        var isThere = at.Log().Any(e => e.Step == step);
        string[] verdict =
            !isThere ? ["--rerun"]
            : step == "backup" ? ["--done", "--result", """{"name":"b1","bytes":42}"""]
            : ["--done"];
        string[] words = ["resolve", at.RunId!, step, .. verdict, "--reason", "looked at the log"];
        var ended = await RunbookProgram.RunAsync(at, words);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
    }

    [GeneratedRegex(@"runbook resolve \S+ (\S+) --")]
    private static partial Regex Hint();
}
