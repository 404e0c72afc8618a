using System.Buffers;
using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>The <c>--json</c> form of a run's end. Names are stable: they are only ever added to.</summary>
internal static class RunJson
{
    public static void Print(TextSink sink, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (
            var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" })
        )
            write(writer);
        sink.Write(buffer.WrittenSpan);
        sink.Write("\n");
    }

    public static void Result(Utf8JsonWriter w, RunResult result, string location, string suffix)
    {
        w.WriteStartObject();
        w.WriteString("id", result.RunId);
        w.WriteString("runbook", result.State.Title);
        w.WriteString("status", StatusNames.Of(result.Status));
        w.WriteNumber("exitCode", ExitCodes.Of(result));
        w.WriteString("message", result.Message);
        w.WriteString("step", result.StepId);
        w.WriteString("startedAt", result.State.StartedAt);
        w.WriteString("journal", location);
        StillOff(w, result.State);
        w.WriteStartArray("next");
        foreach (var next in RunSummary.Next(result, suffix))
            w.WriteStringValue(next);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void StillOff(Utf8JsonWriter w, RunState state)
    {
        w.WriteStartArray("stillOff");
        foreach (var (run, step) in state.StillOff())
        {
            w.WriteStartObject();
            w.WriteString("run", run);
            w.WriteString("step", step.Id);
            Time(w, "since", step.StartedAt);
            w.WriteStartObject("before");
            foreach (var (name, value) in step.Before?.Values ?? [])
                w.WriteString(name, value);
            w.WriteEndObject();
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    public static void Time(Utf8JsonWriter w, string name, DateTimeOffset? at)
    {
        if (at is { } time)
            w.WriteString(name, time);
        else
            w.WriteNull(name);
    }
}
