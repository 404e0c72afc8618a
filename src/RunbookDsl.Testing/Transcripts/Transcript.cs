namespace RunbookDsl.Testing;

/// <summary>
/// What one rehearsal did, as a text to be reviewed and kept: the same for the same runbook on every machine
/// and in every run. Lines end with LF.
/// </summary>
/// <remarks>
/// Nothing in it is found by its looks. Values that vary were named where they were made and stand as their
/// token; times count from the start; what varies and has no name is left out by its type: results of steps,
/// handles, how far a step is, and how often something was only looked at.
/// </remarks>
public static class Transcript
{
    /// <summary>The text, with a last line end.</summary>
    public static string Of(RehearsalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new TranscriptText(result.StartedAt);
        Head(text, result);
        new TranscriptSteps(text, result).Write();
        TranscriptState.Write(text, result);
        new TranscriptMessages(text, result).Write();
        Findings(text, result);
        return text.Done(result.Tokens);
    }

    private static void Head(TranscriptText text, RehearsalResult result)
    {
        text.Line(0, $"runbook   {Path.GetFileNameWithoutExtension(result.Plan.ScriptPath)}");
        text.Line(0, $"scenario  {result.Scenario.Name}");
        text.Line(0, FormattableString.Invariant($"seed      {result.Scenario.Seed}"));
        text.Line(
            0,
            FormattableString.Invariant($"starts    {result.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
        );
    }

    private static void Findings(TranscriptText text, RehearsalResult result)
    {
        text.Section("findings");
        foreach (
            var line in result
                .Findings.Select(f => $"{f}")
                .Order(StringComparer.Ordinal)
                .DefaultIfEmpty("none")
        )
            text.Line(0, line);
    }
}
