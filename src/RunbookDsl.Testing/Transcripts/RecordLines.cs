using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// A record of a step as a transcript shows it: its type, and the words in it. Results and handles are left
/// out: they hold what the outside world made up.
/// </summary>
internal static class RecordLines
{
    private const int TimeWidth = 11;

    public static void Write(TranscriptText text, int indent, JournalRecord record)
    {
        var body = new RecordBody(record);
        text.Line(indent, $"{text.Time(record.At)}  {record.Type}{Head(record, body)}");
        foreach (var line in Below(record, body))
            text.Line(indent + TimeWidth, line);
    }

    private static string Head(JournalRecord record, RecordBody body) =>
        record.Type switch
        {
            RecordTypes.StepIntent => record.Attempt > 1
                ? FormattableString.Invariant($" attempt {record.Attempt}")
                : "",
            RecordTypes.StepOutcome or RecordTypes.UndoOutcome =>
                $" {body.Text("as")}{After(body.Text("error"))}{After(body.Text("how"))}",
            RecordTypes.StepVerified or RecordTypes.UndoVerified => body.Text("failed")
                is { Length: > 0 } failed
                ? $" does not hold: {failed}"
                : "",
            RecordTypes.StepProbe or RecordTypes.UndoProbe =>
                $" {body.Text("state")}{After(body.Text("evidence"))}",
            RecordTypes.StepResolved or RecordTypes.UndoResolved =>
                $" {body.Text("as")} by {body.Text("by")}{After(body.Text("reason"))}",
            RecordTypes.TimerSet => $" {Wait(body)}",
            RecordTypes.SignalWait => $" \"{body.Text("question")}\"",
            RecordTypes.SignalReceived => $" {Said(body)} by {body.Text("by")}{After(body.Text("evidence"))}",
            RecordTypes.Decision => $" {(body.Is("value") ? "true" : "false")}: {body.Text("text")}",
            RecordTypes.ChildStarted => $" {Path.GetFileName(body.Text("script"))}",
            RecordTypes.ChildEnded => $" {body.Text("status")}",
            _ => "",
        };

    private static IEnumerable<string> Below(JournalRecord record, RecordBody body) =>
        record.Type switch
        {
            RecordTypes.StepIntent => body.Pairs("before")
                .Select(p => $"before: {p.Key} = {p.Value ?? "(none)"}"),
            RecordTypes.StepOutcome => body.Strings("notes"),
            RecordTypes.StepVerified => body.Strings("checks"),
            RecordTypes.ChildStarted => body.Pairs("parameters").Select(p => $"{p.Key} = {p.Value}"),
            _ => [],
        };

    private static string Wait(RecordBody body)
    {
        var wait = Durations.Exact(TimeSpan.FromMilliseconds(body.Number("atMostMs")));
        return body.Text("for") is { Length: > 0 } reason ? $"{wait} for {reason}" : wait;
    }

    private static string Said(RecordBody body) =>
        body.Is("breakGlass") ? "break-glass"
        : body.Is("yes") ? "yes"
        : "no";

    private static string After(string text) => text.Length == 0 ? "" : $": {text}";
}
