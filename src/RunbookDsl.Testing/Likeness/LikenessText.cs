using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>A comparison for people, in 80 columns.</summary>
public static class LikenessText
{
    private const int Columns = 80;
    private const int Indent = 10;

    /// <summary>The text; ends with a line end.</summary>
    public static string Of(LikenessReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var run = report.Run;
        var status = run.Status is { } s ? Words.Of(s) : "interrupted";
        Lines(text, 0, $"Run {run.RunId} \"{run.Title}\" ({status}), and its rehearsal");
        Lines(text, 2, "from the journal: " + Taken(run, report.Replay.Scenario));
        foreach (var missing in report.Replay.NotRepeated)
            Lines(text, 2, "not repeated: " + missing);
        text.Append('\n');
        foreach (var row in report.Rows)
            Row(text, row);
        text.Append('\n');
        foreach (var difference in report.Differences)
            Lines(text, 0, difference);
        Lines(text, 0, Sum(report));
        return text.ToString();
    }

    private static void Row(StringBuilder text, LikenessRow row)
    {
        var word = row.Kind switch
        {
            LikenessKind.Alike => "alike",
            LikenessKind.Differs => "DIFFERS",
            LikenessKind.OnlyReal => "GONE",
            _ => "NEW",
        };
        var what = row.Kind switch
        {
            LikenessKind.Alike when row.Real is null => "not begun",
            LikenessKind.Alike => Went(row.Real!),
            LikenessKind.OnlyReal => "the runbook does not have it any more",
            LikenessKind.OnlyHere => "the real run did not have it",
            _ => "",
        };
        var parts = WrappedText.Of($"{row.Step}{(what.Length > 0 ? ": " : "")}{what}", Columns - Indent);
        text.Append(word.PadRight(Indent)).AppendJoin("\n" + new string(' ', Indent), parts).Append('\n');
        foreach (var difference in row.Differences)
            Lines(text, Indent + 2, difference);
    }

    private static string Went(StepTrail trail) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{trail.Outcome}{(trail.Attempts > 1 ? $", {trail.Attempts} attempts" : "")}"
        );

    private static string Taken(RealRun run, Scenario scenario)
    {
        var taken = new List<string>
        {
            Count(run.Parameters.Count, "parameter"),
            Count(run.Trails.Sum(t => t.Answers.Count), "answer"),
            $"began {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z",
        };
        if (run.WindowStart is { } window)
            taken.Add($"window {window.UtcDateTime:yyyy-MM-dd HH:mm}Z");
        taken.AddRange(scenario.Faults.Select(Fault));
        if (scenario.Crash is { } crash)
            taken.Add($"'{crash.Step}' {Words.Of(crash.Moment).Replace("after", "killed after")}");
        taken.AddRange(scenario.Skips.Keys.Select(id => $"'{id}' left out"));
        if (scenario.Until is { } until)
            taken.Add($"stopped after '{until}'");
        return string.Join(", ", taken);
    }

    private static string Fault(Fault fault) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{fault.Step}' {(fault.Action.Kind == FaultKind.Error ? "error" : "no answer")} of "
                + $"{fault.System} {fault.Operation}{(fault.Times > 1 ? $" {fault.Times} times" : "")}"
        );

    private static string Sum(LikenessReport report)
    {
        var alike = report.Rows.Count(r => r.Kind == LikenessKind.Alike);
        return report.IsAlike
            ? $"The rehearsal went as the real run did: {Count(alike, "step")}."
            : $"{Count(alike, "step")} alike, {report.Rows.Count - alike} not.";
    }

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static void Lines(StringBuilder text, int indent, string line)
    {
        var isFirst = true;
        foreach (var part in WrappedText.Of(line, Columns - indent - 2))
        {
            text.Append(' ', isFirst ? indent : indent + 2).Append(part).Append('\n');
            isFirst = false;
        }
    }
}
