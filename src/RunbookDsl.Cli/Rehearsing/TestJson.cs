using System.Text.Json;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary>Tests of runbooks as JSON, with stable names.</summary>
internal static class TestJson
{
    public static void Write(
        Utf8JsonWriter w,
        IReadOnlyList<RunbookTestResult> results,
        IReadOnlyList<(string Script, string Text)> broken
    )
    {
        w.WriteStartArray();
        foreach (var result in results)
        {
            w.WriteStartObject();
            w.WriteString("script", result.Script);
            w.WriteBoolean("passed", result.IsPassed);
            w.WriteNumber("scenarios", result.Scenarios);
            w.WriteNumber("coverage", result.Coverage.Percent);
            w.WriteNumber("seconds", Math.Round(result.Matrix.Took.TotalSeconds, 3));
            w.WriteStartArray("problems");
            foreach (var problem in result.Problems)
                w.WriteStringValue(problem);
            w.WriteEndArray();
            w.WriteEndObject();
        }
        foreach (var (script, text) in broken)
        {
            w.WriteStartObject();
            w.WriteString("script", script);
            w.WriteBoolean("passed", false);
            w.WriteNumber("scenarios", 0);
            w.WriteStartArray("problems");
            w.WriteStringValue(text.TrimEnd());
            w.WriteEndArray();
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }
}
