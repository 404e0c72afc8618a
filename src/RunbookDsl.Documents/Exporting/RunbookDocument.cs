using System.Text;

namespace RunbookDsl.Documents;

/// <summary>
/// A runbook as a document for readers: its titles and prose from the comments between the steps, its steps
/// with what they do, check and undo from the plan. Printed, it is a checklist.
/// </summary>
public static class RunbookDocument
{
    /// <summary>The document as Markdown.</summary>
    /// <param name="plan">The plan; nothing of it is executed.</param>
    /// <param name="script">The text of the script at <see cref="Plan.ScriptPath"/>.</param>
    public static string Markdown(Plan plan, string script)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        Head(text, plan);
        var remarks = new Queue<ScriptRemark>(ScriptRemarks.Of(script));
        foreach (var step in plan.Steps)
        {
            var where = step.Spec.Where;
            if (where.File == plan.ScriptPath)
                while (remarks.TryPeek(out var remark) && remark.Line < where.Line)
                    text.Append('\n').Append(remarks.Dequeue().Text).Append('\n');
            text.Append('\n').Append(StepDocument.Of(plan, step));
        }
        foreach (var remark in remarks)
            text.Append('\n').Append(remark.Text).Append('\n');
        return text.ToString();
    }

    /// <summary>The document as one HTML page without scripts; all that it says is encoded.</summary>
    /// <param name="plan">The plan; nothing of it is executed.</param>
    /// <param name="script">The text of the script at <see cref="Plan.ScriptPath"/>.</param>
    public static string Html(Plan plan, string script)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return SitePage.Alone(plan.Header.Title, HtmlText.Of(Markdown(plan, script)));
    }

    private static void Head(StringBuilder text, Plan plan)
    {
        var header = plan.Header;
        text.Append("# ").Append(OneLine(header.Title)).Append('\n');
        var facts = new List<string>();
        Fact(facts, "Purpose", header.Purpose);
        Fact(facts, "Owner", header.Owner);
        if (header.WindowStart is { } start)
            Fact(
                facts,
                "Window",
                $"{WindowText.Format(start)} to {WindowText.Format(start + header.WindowLength)}"
            );
        Fact(facts, "Locks", header.Locks.Count > 0 ? string.Join(", ", header.Locks) : null);
        foreach (var parameter in plan.Parameters)
            Fact(
                facts,
                $"Parameter {parameter.Name}",
                $"{parameter.Description} ({parameter.ValueText ?? "to be given"})"
            );
        foreach (var secret in plan.Secrets())
            Fact(facts, "Needs", secret.ToString());
        if (facts.Count > 0)
            text.Append('\n').AppendJoin('\n', facts).Append('\n');
    }

    private static void Fact(List<string> facts, string name, string? value)
    {
        if (value is not null)
            facts.Add($"- {name}: {OneLine(value)}");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
