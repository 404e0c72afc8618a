using System.Text.Json;
using RunbookDsl.Testing;

namespace RunbookDsl.Cli;

/// <summary>Rehearsals as JSON, with stable names.</summary>
internal static class RehearsalJson
{
    public static void Write(Utf8JsonWriter w, Plan plan, MatrixResult matrix)
    {
        w.WriteStartObject();
        w.WriteString("runbook", plan.Header.Title);
        w.WriteString("script", plan.ScriptPath);
        w.WriteBoolean("passed", matrix.Findings.Count == 0);
        w.WriteNumber("seconds", Math.Round(matrix.Took.TotalSeconds, 3));
        w.WriteStartArray("scenarios");
        One(w, matrix.Reference.Clean);
        foreach (var row in matrix.Rows)
            One(w, row);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, Plan plan, RehearsalResult result)
    {
        w.WriteStartObject();
        w.WriteString("runbook", plan.Header.Title);
        w.WriteString("script", plan.ScriptPath);
        w.WriteBoolean("passed", result.IsPassed);
        w.WriteStartArray("scenarios");
        One(w, result);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void One(Utf8JsonWriter w, RehearsalResult result)
    {
        w.WriteStartObject();
        w.WriteString("scenario", result.Scenario.Name);
        w.WriteBoolean("passed", result.IsPassed);
        w.WriteString("status", result.Status is { } status ? StatusNames.Of(status) : "killed");
        w.WriteNumber("virtualSeconds", result.Elapsed.TotalSeconds);
        w.WriteNumber("processes", result.Lives.Count);
        w.WriteStartArray("findings");
        foreach (var finding in result.Findings)
        {
            w.WriteStartObject();
            w.WriteString("kind", finding.Kind);
            w.WriteString("step", finding.Step);
            w.WriteString("text", finding.Text);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteEndObject();
    }
}
