using System.Globalization;
using System.Text;

namespace RunbookDsl.Cli;

/// <summary>
/// A post mortem as Markdown: what the journal knows of a run, in the order in which it is asked afterwards,
/// and room for what only people know.
/// </summary>
internal static class PostMortemText
{
    private static readonly TimeSpan WriteWithin = TimeSpan.FromDays(5);

    public static string Of(RunReport report)
    {
        var text = new StringBuilder();
        Head(text, report);
        Successes(text, report);
        Communication(text, report);
        Duration(text, report);
        ReportText.Deviations(text, report.Fold.Deviations);
        ReportText.Effects(text, report);
        ReportText.StillOff(text, report.State);
        Better(text, report);
        return text.ToString();
    }

    private static void Head(StringBuilder text, RunReport report)
    {
        var state = report.State;
        text.Append("# Post mortem: ").Append(state.Title).Append("\n\n");
        ReportText.Line(text, "Run", $"{state.RunId}, {report.Run.Status}");
        if (state.Purpose is { } purpose)
            ReportText.Line(text, "Purpose", purpose);
        ReportText.Line(
            text,
            "Carried out",
            $"{PlainObserver.Time(state.StartedAt)} to {PlainObserver.Time(report.EndedAt)}, by {state.Operator}"
        );
        ReportText.Line(
            text,
            "To be written by",
            (report.EndedAt + WriteWithin).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                + ", while everybody remembers; what begins with … is for people"
        );
    }

    private static void Successes(StringBuilder text, RunReport report)
    {
        text.Append("\n## Successes\n\n");
        var number = 0;
        foreach (var step in report.Proved)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{++number}. `{step.State.Id}`: {ReportText.Cell(string.Join("; ", step.State.Evidence))}\n"
            );
        text.Append(CultureInfo.InvariantCulture, $"{++number}. …\n");
    }

    private static void Communication(StringBuilder text, RunReport report)
    {
        text.Append("\n## How it was communicated\n\n");
        foreach (var step in report.Communication)
            text.Append("- ")
                .Append(PlainObserver.Time(step.State.EndedAt!.Value))
                .Append(" `")
                .Append(step.State.Id)
                .Append("`: ")
                .Append(report.Fold.Operations[step.State.Id])
                .Append(Ahead(report, step.State.EndedAt.Value))
                .Append('\n');
        text.Append(
            report.Communication.Count == 0
                ? "- … This run told nobody: who was told, how, and how long before?\n"
                : "- … Who heard of it too late, or not at all?\n"
        );
    }

    private static string Ahead(RunReport report, DateTimeOffset at) =>
        report.State.WindowStart is { } start && at < start
            ? $", {ReportText.Took(start - at)} before the window"
            : "";

    private static void Duration(StringBuilder text, RunReport report)
    {
        var took = report.EndedAt - report.State.StartedAt;
        text.Append("\n## Why ").Append(ReportText.Took(took));
        text.Append(
            report.State is { WindowLength: var length } && length > TimeSpan.Zero
                ? $" and not {ReportText.Took(length)}?\n\n"
                : "?\n\n"
        );
        foreach (var step in report.Overruns)
            ReportText.Line(
                text,
                $"`{step.State.Id}`",
                $"{ReportText.Took(step.Took!.Value)} instead of {ReportText.Took(step.Expected!.Value)}"
            );
        foreach (var still in Standstill.Of(report.Run.History))
            ReportText.Line(
                text,
                $"Nobody carried it on for {ReportText.Took(still.Took)} from {PlainObserver.Time(still.From)}",
                still.Why
            );
        text.Append("- …\n");
    }

    private static void Better(StringBuilder text, RunReport report)
    {
        text.Append("\n## Improvements for next time\n\n");
        text.Append(
            "Each is a change of the runbook, of its world or of the lint: what is only written down here "
        );
        text.Append("is forgotten.\n\n| What | Who | Until |\n|---|---|---|\n");
        foreach (var what in Improvements.Of(report))
            text.Append("| ").Append(ReportText.Cell(what)).Append(" | … | … |\n");
        text.Append("| … | … | … |\n");
    }
}
