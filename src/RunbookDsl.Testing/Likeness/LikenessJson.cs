using System.Text.Json;

namespace RunbookDsl.Testing;

/// <summary>A comparison as JSON. Names are stable: they are only ever added to.</summary>
public static class LikenessJson
{
    private static readonly string[] Kinds = ["alike", "differs", "only-real", "only-here"];

    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter w, LikenessReport report)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(report);
        w.WriteStartObject();
        w.WriteString("run", report.Run.RunId);
        w.WriteString("runbook", report.Run.Title);
        w.WriteBoolean("alike", report.IsAlike);
        w.WriteString("realStatus", report.Run.Status is { } real ? Words.Of(real) : null);
        w.WriteString("rehearsedStatus", report.Rehearsal.Status is { } here ? Words.Of(here) : null);
        Strings(w, "differences", report.Differences);
        Strings(w, "notRepeated", report.Replay.NotRepeated);
        w.WriteStartArray("steps");
        foreach (var row in report.Rows)
        {
            w.WriteStartObject();
            w.WriteString("step", row.Step);
            w.WriteString("likeness", Kinds[(int)row.Kind]);
            Trail(w, "real", row.Real);
            Trail(w, "rehearsed", row.Here);
            Strings(w, "differences", row.Differences);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Trail(Utf8JsonWriter w, string name, StepTrail? trail)
    {
        if (trail is null)
        {
            w.WriteNull(name);
            return;
        }
        w.WriteStartObject(name);
        w.WriteString("outcome", trail.Outcome);
        w.WriteNumber("attempts", trail.Attempts);
        w.WriteStartObject("before");
        foreach (var (key, value) in trail.Before)
            w.WriteString(key, value);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter w, string name, IReadOnlyList<string> values)
    {
        w.WriteStartArray(name);
        foreach (var value in values)
            w.WriteStringValue(value);
        w.WriteEndArray();
    }
}
