using System.Globalization;
using System.Text;

namespace RunbookDsl;

/// <summary>A plan as an operator reads it aloud: what <c>runbook plan</c> prints.</summary>
public static class PlanText
{
    /// <summary>
    /// The whole plan, lines ending with LF, the last one too: header, parameters with their values, names of
    /// secrets without their values, every step, and the fingerprint that approvals are bound to.
    /// </summary>
    /// <param name="plan">What would be done; nothing of it is.</param>
    public static string Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder(256 + plan.Steps.Count * 128);
        AppendHeader(text, plan);
        var width = plan.Steps.Count.ToString(CultureInfo.InvariantCulture).Length;
        foreach (var step in plan.Steps)
            AppendStep(text, plan, step, width);
        AppendTotals(text, plan);
        return text.ToString();
    }

    private static void AppendHeader(StringBuilder text, Plan plan)
    {
        var header = plan.Header;
        text.Append(header.Title).Append('\n');
        Line(text, "purpose", header.Purpose);
        Line(text, "owner", header.Owner);
        Line(text, "locks", header.Locks.Count > 0 ? string.Join(", ", header.Locks) : null);
        if (header.WindowStart is { } start)
            Line(
                text,
                "window",
                $"{WindowText.Format(start)} to {WindowText.Format(start + header.WindowLength)} "
                    + $"({Durations.Text(header.WindowLength)})"
            );
        foreach (var parameter in plan.Parameters)
            Line(
                text,
                "parameter",
                $"{parameter.Name} = {parameter.ValueText ?? "(none)"} ({parameter.Description})"
            );
        foreach (var secret in plan.Secrets())
            Line(text, "needs", secret.ToString());
        text.Append('\n');
    }

    private static void AppendStep(StringBuilder text, Plan plan, PlannedStep step, int width)
    {
        var spec = step.Spec;
        var number = (step.Index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width);
        text.Append(number).Append(". ").Append(spec.Name);
        text.Append("  [").Append(step.Id).Append("]  ").Append(Effect(step.Action.Effect)).Append('\n');
        var lines = new StepLines(text, new string(' ', width + 2));
        lines.Add("does", step.Action.Description);
        if (step.Action.HasOwnRun && step.Action is ChildRunOperation child)
            AppendChild(lines, child);
        lines.Add("target", step.Action.Target);
        lines.Add("due", Due(plan, spec));
        lines.Add("after", After(plan, step));
        foreach (var condition in spec.Conditions)
            lines.Add("when", condition.Text);
        foreach (var guard in spec.Guards)
            lines.Add("guard", guard.Text);
        lines.Add("asks", spec.Confirmation is { } question ? question.Text : null);
        lines.Add("verify", step.Action.Verification);
        foreach (var assertion in spec.Verifications)
            lines.Add("verify", assertion.Text);
        lines.Add("undo", Undo(step));
        lines.Add("retry", spec.Retry is { } retry ? $"up to {retry.Attempts} attempts" : null);
        lines.Add("limit", spec.Timeout is { } limit ? Durations.Text(limit) : null);
        lines.Add("expected", Expected(step) is { } expected ? Durations.Text(expected) : null);
        lines.Add("locks", spec.Locks.Count > 0 ? string.Join(", ", spec.Locks) : null);
        lines.Add("temporary", spec.IsTemporary ? "put back before the run ends" : null);
        lines.Add(
            "NO RETURN",
            spec.PointOfNoReturn is { } lost ? $"going back from here loses {lost}" : null
        );
        lines.Add("warning", step.Action.Warning);
    }

    // The same words as in the parent's own plan: what the child cannot take back, the parent cannot either.
    private static void AppendChild(StepLines lines, ChildRunOperation child)
    {
        foreach (var fact in child.Facts)
            if (fact.Name.StartsWith("with ", StringComparison.Ordinal))
                lines.Add("with", $"{fact.Name[5..]} = {fact.Value}");
            else
                lines.Add(fact.Name, fact.Value);
        foreach (var step in child.Plan.Steps)
            if (step.Spec.PointOfNoReturn is { } lost)
                lines.Add("NO RETURN", $"going back from its \"{step.Spec.Name}\" loses {lost}");
    }

    /// <summary>How long a step usually takes: what its author says, else what its operation knows; null when
    /// neither does.</summary>
    /// <param name="step">A step of a plan.</param>
    public static TimeSpan? Expected(PlannedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Spec.Expected ?? step.Action.Expected;
    }

    private static bool IsMutating(PlannedStep step) =>
        step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human);

    /// <summary>How a step is taken back, or <c>none</c> with the reason; null for one that changes
    /// nothing.</summary>
    /// <param name="step">A step of a plan.</param>
    public static string? Undo(PlannedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Spec.Undo is { } undo
            ? undo.IsRefusal
                ? $"none: {undo.Text}"
                : undo.Text
            : step.Action.UndoDescription is { } own
                ? own
                : IsMutating(step)
                    ? "none"
                    : null;
    }

    /// <summary>The stable word for an effect class: <c>read-only</c>, <c>convergent</c> and so on.</summary>
    /// <param name="effect">What a second run would do.</param>
    public static string Effect(EffectClass effect) =>
        effect switch
        {
            EffectClass.ReadOnly => "read-only",
            EffectClass.Convergent => "convergent",
            EffectClass.Additive => "additive",
            EffectClass.NonIdempotent => "non-idempotent",
            EffectClass.Irreversible => "irreversible",
            _ => "human",
        };

    private static string? Due(Plan plan, StepSpec spec) =>
        spec.DueAt is { } due
            ? plan.Header.WindowStart is { } start
                ? $"{WindowText.Format(start + due.Offset)} ({due})"
                : due.ToString()
            : null;

    // Only said where it is not simply the step before.
    private static string? After(Plan plan, PlannedStep step)
    {
        if (
            step.Index == 0
                ? step.Needs.Count == 0
                : step.Needs is [var one] && one == plan.Steps[step.Index - 1].Id
        )
            return null;
        return step.Needs.Count == 0 ? "nothing: may begin at once" : string.Join(", ", step.Needs);
    }

    private static void AppendTotals(StringBuilder text, Plan plan)
    {
        var mutating = 0;
        var expected = TimeSpan.Zero;
        var unknown = 0;
        foreach (var step in plan.Steps)
        {
            mutating += IsMutating(step) ? 1 : 0;
            unknown += Expected(step) is null ? 1 : 0;
            expected += Expected(step) ?? TimeSpan.Zero;
        }
        text.Append('\n')
            .Append(Count(plan.Steps.Count, "step"))
            .Append(", ")
            .Append(mutating)
            .Append(" changing something");
        if (expected > TimeSpan.Zero)
            text.Append("; expected ").Append(Durations.Text(expected));
        if (expected > TimeSpan.Zero && unknown > 0)
            text.Append(" for ").Append(plan.Steps.Count - unknown).Append(" of them");
        text.Append(".\nFingerprint ").Append(plan.Hash).Append(".\n");
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append("  ").Append((name + ":").PadRight(11)).Append(value).Append('\n');
    }

    private readonly struct StepLines(StringBuilder text, string indent)
    {
        public void Add(string name, string? value)
        {
            if (value is not null)
                text.Append(indent).Append((name + ":").PadRight(11)).Append(value).Append('\n');
        }
    }
}
