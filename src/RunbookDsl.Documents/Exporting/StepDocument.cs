using System.Text;

namespace RunbookDsl.Documents;

/// <summary>One step of a document: a box to tick, what is done, and what belongs to it.</summary>
internal static class StepDocument
{
    private const string Indent = "  ";
    private const string Bullet = "- [ ] ";
    private static readonly string[] Shown = ["command", "sql", "script", "statements"];

    public static string Of(Plan plan, PlannedStep step)
    {
        var lines = new List<string>();
        if (step.Action.Effect == EffectClass.Human)
            Human(lines, step);
        else
            Operation(lines, step);
        var details = Details(plan, step);
        if (details.Count > 0)
            lines.AddRange(["", .. details]);
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
            text.Append(
                    i == 0 ? Bullet
                    : lines[i].Length == 0 ? ""
                    : Indent
                )
                .Append(lines[i])
                .Append('\n');
        return text.ToString();
    }

    // A name that only repeats how the instructions begin is not said twice.
    private static void Human(List<string> lines, PlannedStep step)
    {
        var said = step.Action.Description.ReplaceLineEndings("\n").Split('\n');
        var name = StepName.Key(step.Spec.Name.TrimEnd('…'));
        var isRepeated =
            StepName.Key(StepName.Of(said)) is { Length: > 0 } begin
            && (
                name.StartsWith(begin, StringComparison.Ordinal)
                || begin.StartsWith(name, StringComparison.Ordinal)
            );
        if (!isRepeated || said[0].StartsWith("```", StringComparison.Ordinal))
            lines.AddRange([$"**{step.Spec.Name}**", ""]);
        lines.AddRange(said);
    }

    private static void Operation(List<string> lines, PlannedStep step)
    {
        var effect = step.Action.Effect switch
        {
            EffectClass.ReadOnly => "read-only",
            EffectClass.NonIdempotent => "non-idempotent",
            var other => $"{other}".ToLowerInvariant(),
        };
        lines.AddRange([$"**{step.Spec.Name}** ({effect}): {OneLine(step.Action.Description)}"]);
        foreach (var fact in step.Action.Facts)
            if (Shown.Contains(fact.Name) && fact.Value.Length > 0)
            {
                var fence = Fence(fact.Value);
                lines.AddRange(["", fence, .. fact.Value.ReplaceLineEndings("\n").Split('\n'), fence]);
            }
    }

    private static List<string> Details(Plan plan, PlannedStep step)
    {
        var spec = step.Spec;
        var lines = new List<string>();
        Add("target", step.Action.Target);
        Add("due", Due(plan, spec));
        Add("after", After(plan, step));
        foreach (var condition in spec.Conditions)
            Add("only when", condition.Text);
        foreach (var guard in spec.Guards)
            Add("guard", guard.Text);
        Add("asks", spec.Confirmation?.Text);
        if (step.Action.Facts.Any(f => f is { Name: "evidence", Value: "True" }))
            Add("evidence", "write down what you saw");
        Add("verify", step.Action.Verification);
        foreach (var assertion in spec.Verifications)
            Add("verify", assertion.Text);
        Add("undo", Undo(step));
        Add("retry", spec.Retry is { } retry ? $"up to {retry.Attempts} attempts" : null);
        Add("limit", spec.Timeout is { } limit ? Durations.Text(limit) : null);
        Add("expected", (spec.Expected ?? step.Action.Expected) is { } time ? Durations.Text(time) : null);
        Add("locks", spec.Locks.Count > 0 ? string.Join(", ", spec.Locks) : null);
        Add("temporary", spec.IsTemporary ? "put back before the run ends" : null);
        Add("no return", spec.PointOfNoReturn is { } lost ? $"going back from here loses {lost}" : null);
        Add("warning", step.Action.Warning);
        return lines;

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
                lines.Add($"- {name}: {OneLine(value)}");
        }
    }

    private static string? Due(Plan plan, StepSpec spec) =>
        spec.DueAt is not { } due ? null
        : plan.Header.WindowStart is { } start ? $"{WindowText.Format(start + due.Offset)} ({due})"
        : $"{due}";

    private static string? After(Plan plan, PlannedStep step) =>
        step.Index == 0 || (step.Needs is [var one] && one == plan.Steps[step.Index - 1].Id) ? null
        : step.Needs.Count == 0 ? "nothing: may begin at once"
        : string.Join(", ", step.Needs);

    private static string? Undo(PlannedStep step) =>
        step.Spec.Undo is { } undo
            ? undo.IsRefusal
                ? $"none: {undo.Text}"
                : undo.Text
            : step.Action.UndoDescription is { } own
                ? own
                : step.Action.Effect is EffectClass.ReadOnly or EffectClass.Human
                    ? null
                    : "none";

    private static string Fence(string text)
    {
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
            fence += '`';
        return fence;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
