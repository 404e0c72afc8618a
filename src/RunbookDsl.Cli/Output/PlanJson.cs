using System.Text.Json;

namespace RunbookDsl.Cli;

/// <summary>The <c>--json</c> form of a plan. Names are stable: they are only ever added to.</summary>
internal static class PlanJson
{
    public static void Write(Utf8JsonWriter w, Plan plan)
    {
        w.WriteStartObject();
        w.WriteString("title", plan.Header.Title);
        w.WriteString("fingerprint", plan.Hash);
        w.WriteString("script", plan.ScriptPath);
        w.WriteString("purpose", plan.Header.Purpose);
        if (plan.Header.Locks.Count > 0)
            Texts(w, "locks", plan.Header.Locks);
        w.WriteString("owner", plan.Header.Owner);
        RunJson.Time(w, "windowStart", plan.Header.WindowStart);
        w.WriteNumber("windowSeconds", plan.Header.WindowLength.TotalSeconds);
        w.WriteStartArray("parameters");
        foreach (var parameter in plan.Parameters)
            Write(w, parameter);
        w.WriteEndArray();
        w.WriteStartArray("secrets");
        foreach (var secret in plan.Secrets())
            w.WriteStringValue(secret.Name);
        w.WriteEndArray();
        w.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            Write(w, plan, step);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, Parameter parameter)
    {
        w.WriteStartObject();
        w.WriteString("name", parameter.Name);
        w.WriteString("type", parameter.TypeText);
        w.WriteString("value", parameter.ValueText);
        w.WriteString("description", parameter.Description);
        w.WriteBoolean("required", parameter.IsRequired);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, Plan plan, PlannedStep step)
    {
        var (spec, action) = (step.Spec, step.Action);
        w.WriteStartObject();
        w.WriteString("id", step.Id);
        w.WriteString("name", spec.Name);
        w.WriteString("kind", action.Kind);
        w.WriteString("effect", PlanText.Effect(action.Effect));
        w.WriteString("does", action.Description);
        w.WriteString("target", action.Target);
        Texts(w, "needs", step.Needs);
        if (spec.DueAt is { } due && plan.Header.WindowStart is { } start)
            w.WriteString("due", start + due.Offset);
        Texts(w, "when", spec.Conditions, c => c.Text);
        Texts(w, "guards", spec.Guards, a => a.Text);
        w.WriteString("asks", spec.Confirmation?.Text);
        Verifications(w, step);
        w.WriteString("undo", PlanText.Undo(step));
        w.WriteBoolean("temporary", spec.IsTemporary);
        w.WriteString("pointOfNoReturn", spec.PointOfNoReturn);
        if (spec.Locks.Count > 0)
            Texts(w, "locks", spec.Locks);
        w.WriteString("warning", action.Warning);
        if (action is ChildRunOperation child)
            Child(w, child);
        if (PlanText.Expected(step) is { } expected)
            w.WriteNumber("expectedSeconds", expected.TotalSeconds);
        w.WriteString("fingerprint", step.Fingerprint);
        w.WriteString("file", spec.Where.File);
        w.WriteNumber("line", spec.Where.Line);
        w.WriteEndObject();
    }

    private static void Child(Utf8JsonWriter w, ChildRunOperation child)
    {
        w.WriteStartObject("child");
        w.WriteString("title", child.Plan.Header.Title);
        w.WriteString("script", child.Plan.ScriptPath);
        w.WriteString("fingerprint", child.Plan.Hash);
        w.WriteNumber("steps", child.Plan.Steps.Count);
        w.WriteStartArray("pointsOfNoReturn");
        foreach (var step in child.Plan.Steps)
            if (step.Spec.PointOfNoReturn is not null)
                w.WriteStringValue(step.Id);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Verifications(Utf8JsonWriter w, PlannedStep step)
    {
        w.WriteStartArray("verify");
        if (step.Action.Verification is { } own)
            w.WriteStringValue(own);
        foreach (var assertion in step.Spec.Verifications)
            w.WriteStringValue(assertion.Text);
        w.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter w, string name, IReadOnlyList<string> values) =>
        Texts(w, name, values, v => v);

    private static void Texts<T>(Utf8JsonWriter w, string name, IReadOnlyList<T> values, Func<T, string> text)
    {
        w.WriteStartArray(name);
        foreach (var value in values)
            w.WriteStringValue(text(value));
        w.WriteEndArray();
    }
}
