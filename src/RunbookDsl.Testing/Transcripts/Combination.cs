namespace RunbookDsl.Testing;

/// <summary>
/// Everything that was tried with one runbook in one file: a line for each scenario with what went wrong, how
/// the run went on, and how the world was left. Without times, so that it changes only with the behaviour.
/// </summary>
public static class Combination
{
    /// <summary>The text: aligned columns in the order of the plan, lines ending with LF.</summary>
    public static string Of(MatrixResult matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var plan = matrix.Reference.Clean.Plan;
        var rows = matrix
            .Rows.Select(r =>
                (Row: CombinationRow.Of(r, plan), Order: CombinationRow.StepOf(r.Scenario, plan))
            )
            .OrderBy(r => r.Order?.Index ?? int.MaxValue)
            .Select(r => r.Row)
            .Prepend(CombinationRow.Of(matrix.Reference.Clean, plan))
            .ToList();
        var widths = (
            rows.Max(r => r.Where.Length),
            rows.Max(r => r.What.Length),
            rows.Max(r => r.How.Length)
        );
        var text = new TranscriptText(matrix.Reference.Clean.StartedAt);
        text.Line(0, $"runbook   {Path.GetFileNameWithoutExtension(plan.ScriptPath)}");
        text.Line(0, FormattableString.Invariant($"rows      {rows.Count}"));
        text.Gap();
        foreach (var row in rows)
            text.Line(0, row.Line(widths));
        Findings(text, matrix);
        return text.Done(new TokenBook());
    }

    /// <summary>
    /// The names of the scenarios that a text of <see cref="Of"/> tells about, without the clean run; lines
    /// that are no row do not count.
    /// </summary>
    /// <param name="text">A whole combination file.</param>
    public static IReadOnlyList<string> ScenariosIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. text.Split('\n')
                .Select(CombinationRow.ScenarioIn)
                .OfType<string>()
                .Where(n => n != Scenario.Clean.Name)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static void Findings(TranscriptText text, MatrixResult matrix)
    {
        if (matrix.Findings.Count == 0)
            return;
        text.Section("findings");
        foreach (var result in matrix.Rows.Prepend(matrix.Reference.Clean).Where(r => !r.IsPassed))
        foreach (var finding in result.Findings.Select(f => $"{f}").Order(StringComparer.Ordinal))
            text.Line(0, $"{result.Scenario.Name}: {result.Tokens.Replace(finding)}");
    }
}
