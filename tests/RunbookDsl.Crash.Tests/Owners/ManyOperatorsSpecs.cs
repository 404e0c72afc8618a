using System.Globalization;
using System.Text.RegularExpressions;
using RunbookDsl.Runbooks.Tests;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// Fifty real processes resume one run at once: one of them gets it, all others are told who.
/// </summary>
[NonParallelizable]
public sealed partial class ManyOperatorsSpecs
{
    private const int Operators = 50;
    private const int JournalFailed = 74;

    private static readonly string Script = Path.Combine(
        Path.GetDirectoryName(RunbookProgram.Script)!,
        "waiting.csx"
    );

    private static int Rounds { get; } = Settings.Number("RUNBOOK_ROUNDS", Settings.IsNightly ? 200 : 5);

    [Test, CancelAfter(3_600_000)]
    public async Task Of_fifty_who_resume_at_once_one_wins_and_the_others_are_told_who()
    {
        using var template = Case.New();
        var first = await RunbookProgram.RunAsync(
            template,
            "exec",
            Script,
            "--until",
            "first",
            "--non-interactive"
        );
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        for (var round = 1; round <= Rounds; round++)
            await RoundAsync(template, round);
        TestContext.Progress.WriteLine($"row 11: {Rounds} rounds of {Operators} processes, 1 winner each");
    }

    private static async Task RoundAsync(Case template, int round)
    {
        using var at = template.Copy();
        var processes = Enumerable
            .Range(0, Operators)
            .Select(_ =>
                RunbookProgram.Start(at, ["dotnet", Tree.Program, "resume", at.RunId!, "--non-interactive"])
            )
            .ToList();
        var losers = new List<(int Pid, Ended Ended)>();
        var running = processes.ToDictionary(p => p.Id, RunbookProgram.FinishAsync);
        try
        {
            while (running.Count > 1)
            {
                var over = await Task.WhenAny(running.Values);
                var pid = running.First(r => r.Value == over).Key;
                running.Remove(pid);
                losers.Add((pid, await over));
            }
        }
        finally
        {
            await File.WriteAllTextAsync(at.Effects + ".go", "");
        }
        var (winner, ended) = (running.Single().Key, await running.Single().Value);
        Assert.That(ended.ExitCode, Is.Zero, $"round {round}, the last of them, {winner}: {ended}");
        Assert.That(at.Log().Select(e => e.ToString()), Is.EqualTo(["first=on", "wait=over"]));
        Assert.That(at.Log()[^1].Pid, Is.EqualTo(winner));
        Assert.That(at.Read().Epoch, Is.EqualTo(2), "somebody else wrote a segment");
        foreach (var (pid, loser) in losers)
        {
            Assert.That(loser.ExitCode, Is.EqualTo(JournalFailed), $"round {round}, {pid}: {loser}");
            var told = Told().Match(loser.Error);
            Assert.That(told.Success, $"round {round}, {pid} was not told who has it: {loser.Error}");
            Assert.That(int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture), Is.EqualTo(winner));
        }
    }

    [GeneratedRegex(@"^runbook: Run \S+ is already being run by \S+@\S+ \(pid (\d+)\) since ")]
    private static partial Regex Told();
}
