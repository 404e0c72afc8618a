using NUnit.Framework;

namespace RunbookDsl.Testing.NUnit;

/// <summary>Ends a case: with everything that is wrong at once, and the transcripts attached.</summary>
internal static class Verdict
{
    private const string FolderName = "rehearsals";
    private const int Longest = 120;

    /// <summary>Fails the case unless every problem is an empty text.</summary>
    public static void Give(
        IEnumerable<string> problems,
        string runbook,
        IReadOnlyList<RehearsalResult> transcripts
    )
    {
        var found = problems.Select(p => p.TrimEnd()).Where(p => p.Length > 0).ToList();
        if (found.Count == 0)
            return;
        foreach (var result in transcripts)
            Attach(runbook, result);
        Assert.Fail(string.Join("\n\n", found));
    }

    private static void Attach(string runbook, RehearsalResult result)
    {
        var folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, FolderName, runbook);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName(result.Scenario.Name) + ".txt");
        File.WriteAllText(file, Transcript.Of(result));
        TestContext.AddTestAttachment(file, $"transcript of \"{result.Scenario.Name}\"");
    }

    private static string FileName(string scenario)
    {
        var name = string.Concat(scenario.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' ? c : '-'));
        return name.Length <= Longest ? name : name[..Longest];
    }
}
