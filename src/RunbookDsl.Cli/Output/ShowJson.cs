using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>The <c>--json</c> form of a run. Names are stable: they are only ever added to.</summary>
internal static class ShowJson
{
    /// <summary>The fields that every listing of a run has.</summary>
    public static void Head(Utf8JsonWriter w, RunView run)
    {
        var state = run.State;
        w.WriteString("id", state.RunId);
        w.WriteString("runbook", state.Title);
        w.WriteString("status", run.Status);
        w.WriteString("startedAt", state.StartedAt);
        w.WriteString("lastAt", state.LastAt);
        w.WriteString("operator", state.Operator);
        w.WriteString("script", state.ScriptPath);
        if (state.Parent is { } parent)
        {
            w.WriteStartObject("parent");
            w.WriteString("run", parent.RunId);
            w.WriteString("step", parent.StepId);
            w.WriteEndObject();
        }
        else
        {
            w.WriteNull("parent");
        }
        w.WriteBoolean("sandbox", state.IsSandbox);
        w.WriteBoolean("closed", state.IsClosed);
        w.WriteString("journal", run.History.Location);
        RunJson.StillOff(w, state);
    }

    public static void Whole(Utf8JsonWriter w, RunView run, string suffix)
    {
        w.WriteStartObject();
        Head(w, run);
        w.WriteString("message", run.State.Reason);
        w.WriteString("planFingerprint", run.State.PlanHash);
        RunJson.Time(w, "windowStart", run.State.WindowStart);
        w.WriteString("owner", run.History.Owner?.ToString());
        w.WriteString("offeredTo", run.History.Offer?.To);
        w.WriteStartObject("parameters");
        foreach (var (name, value) in run.State.Parameters)
            w.WriteString(name, value);
        w.WriteEndObject();
        w.WriteStartArray("migrations");
        foreach (var migration in run.State.MigrationList)
            Migration(w, migration);
        w.WriteEndArray();
        w.WriteStartArray("steps");
        foreach (var step in run.Steps())
            Step(w, step);
        w.WriteEndArray();
        w.WriteStartArray("next");
        foreach (var next in run.Next(suffix))
            w.WriteStringValue(next);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Migration(Utf8JsonWriter w, PlanMigration migration)
    {
        w.WriteStartObject();
        w.WriteString("at", migration.At);
        w.WriteString("by", migration.By);
        w.WriteString("reason", migration.Reason);
        w.WriteString("from", migration.From);
        w.WriteString("to", migration.To);
        w.WriteStartObject("renamed");
        foreach (var (old, id) in migration.Renamed)
            w.WriteString(old, id);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter w, StepState step)
    {
        w.WriteStartObject();
        w.WriteString("id", step.Id);
        w.WriteString("state", StatusNames.Of(step));
        w.WriteNumber("attempts", step.Attempts);
        w.WriteBoolean("satisfied", step.WasSatisfied);
        RunJson.Time(w, "startedAt", step.StartedAt);
        RunJson.Time(w, "endedAt", step.EndedAt);
        w.WriteString("reason", step.Reason);
        w.WriteStartArray("evidence");
        foreach (var line in step.Evidence)
            w.WriteStringValue(line);
        w.WriteEndArray();
        w.WriteBoolean("stillOff", step.IsOnRestoreList);
        if (step.Child is { } child)
        {
            w.WriteStartObject("child");
            w.WriteString("run", child.RunId);
            w.WriteString("script", child.ScriptPath);
            w.WriteString("planFingerprint", child.PlanHash);
            w.WriteString("status", child.Status is { } status ? StatusNames.Of(status) : null);
            w.WriteEndObject();
        }
        if (step.Result.ValueKind != JsonValueKind.Undefined)
        {
            w.WritePropertyName("result");
            step.Result.WriteTo(w);
        }
        w.WriteEndObject();
    }
}
