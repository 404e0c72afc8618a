using System.Globalization;
using System.Text;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>A report as Markdown.</summary>
internal static class ReportText
{
    public static string Of(RunReport report)
    {
        var text = new StringBuilder();
        Head(text, report);
        Steps(text, report);
        Overruns(text, report);
        Decisions(text, report.Fold.Decisions);
        Deviations(text, report.Fold.Deviations);
        Accepted(text, report.Accepted);
        StillOff(text, report.State);
        Effects(text, report);
        Successes(text, report.Proved);
        return text.ToString();
    }

    private static void Head(StringBuilder text, RunReport report)
    {
        var state = report.State;
        text.Append("# ").Append(state.Title).Append("\n\n");
        Line(text, "Run", $"{state.RunId}, {report.Run.Status}{(state.IsSandbox ? " (sandbox)" : "")}");
        if (state.Purpose is { } purpose)
            Line(text, "Purpose", purpose);
        if (state.Team is { } team)
            Line(text, "Owner", team);
        Line(text, "Operator", state.Operator);
        Line(text, "Began", PlainObserver.Time(state.StartedAt));
        Line(
            text,
            state.IsClosed ? "Ended" : "Last line",
            $"{PlainObserver.Time(report.EndedAt)}, after {Took(report.EndedAt - state.StartedAt)}"
        );
        if (state.WindowStart is { } from && report.WindowEnd is { } to)
            Line(
                text,
                "Window",
                $"{PlainObserver.Time(from)} to {PlainObserver.Time(to)}; {Kept(report, to)}"
            );
        foreach (var (name, value) in state.Parameters)
            Line(text, $"Parameter {name}", value);
        Line(text, "Plan", state.PlanHash);
    }

    private static string Kept(RunReport report, DateTimeOffset end)
    {
        var left = end - report.EndedAt;
        return left >= TimeSpan.Zero
            ? $"the run ended {Took(left)} before its end"
            : $"the run ended {Took(-left)} after its end";
    }

    private static void Steps(StringBuilder text, RunReport report)
    {
        text.Append("\n## What was done\n\n");
        text.Append("| Step | Outcome | Began | Took | Expected | Difference |\n|---|---|---|---|---|---|\n");
        foreach (var step in report.Steps)
            text.Append("| `")
                .Append(step.State.Id)
                .Append("` | ")
                .Append(StatusNames.Of(step.State))
                .Append(step.State.WasSatisfied ? ", nothing to do" : "")
                .Append(
                    step.State.Attempts > 1
                        ? string.Create(CultureInfo.InvariantCulture, $", {step.State.Attempts} attempts")
                        : ""
                )
                .Append(" | ")
                .Append(step.State.FirstStartedAt is { } at ? PlainObserver.Time(at) : "")
                .Append(" | ")
                .Append(step.Took is { } took ? Took(took) : "")
                .Append(" | ")
                .Append(step.Expected is { } expected ? Took(expected) : "")
                .Append(" | ")
                .Append(step.Over is { } over ? Signed(over) : "")
                .Append(" |\n");
    }

    // "Why three hours and not two": the largest first.
    private static void Overruns(StringBuilder text, RunReport report)
    {
        if (report.Overruns.Count == 0)
            return;
        text.Append("\n## What took longer than expected\n\n");
        foreach (var step in report.Overruns)
            text.Append(
                CultureInfo.InvariantCulture,
                $"- `{step.State.Id}`: {Took(step.Took!.Value)} instead of {Took(step.Expected!.Value)}\n"
            );
    }

    private static void Decisions(StringBuilder text, List<Decision> decisions)
    {
        text.Append("\n## Decisions\n\n");
        if (decisions.Count == 0)
            text.Append("Nobody was asked.\n");
        foreach (var decision in decisions)
            text.Append("- ")
                .Append(PlainObserver.Time(decision.At))
                .Append(" `")
                .Append(decision.Step)
                .Append("`: ")
                .Append(Cell(decision.Question))
                .Append(" – ")
                .Append(decision.Said)
                .Append(", ")
                .Append(Cell(decision.Who))
                .Append(decision.Evidence is { } evidence ? $": {Cell(evidence)}\n" : "\n");
    }

    internal static void Deviations(StringBuilder text, List<Deviation> deviations)
    {
        text.Append("\n## Deviations\n\n");
        if (deviations.Count == 0)
            text.Append("None: everything went as planned.\n");
        foreach (var deviation in deviations)
            text.Append("- ")
                .Append(PlainObserver.Time(deviation.At))
                .Append(deviation.Step is { } step ? $" `{step}` " : " the run ")
                .Append(deviation.What)
                .Append(deviation.Who is { Length: > 0 } who ? $" by {Cell(who)}" : "")
                .Append(deviation.Why is { Length: > 0 } why ? $": {Cell(why)}\n" : "\n");
    }

    private static void Accepted(StringBuilder text, IReadOnlyList<AcceptedFinding> accepted)
    {
        if (accepted.Count == 0)
            return;
        text.Append("\n## Findings that the author accepted\n\n");
        foreach (var finding in accepted)
            text.Append("- ")
                .Append(Cell(finding.Rules))
                .Append(" at ")
                .Append(finding.Place)
                .Append(": ")
                .Append(Cell(finding.Reason))
                .Append('\n');
    }

    internal static void StillOff(StringBuilder text, RunState state)
    {
        text.Append("\n## Still switched off\n\n");
        var off = state.StillOff();
        if (off.Count == 0)
            text.Append("Nothing.\n");
        foreach (var step in off)
            text.Append("- ").Append(Cell(RunSummary.OffText(step, state))).Append('\n');
    }

    internal static void Effects(StringBuilder text, RunReport report)
    {
        text.Append("\n## Effects for users\n\n");
        var off = report.Fold.Off.Where(o => o.Until != o.From).ToArray();
        foreach (var time in off)
            text.Append("- `")
                .Append(time.Step)
                .Append("` from ")
                .Append(PlainObserver.Time(time.From))
                .Append(
                    time.Until is { } until
                        ? $" to {PlainObserver.Time(until)}: {Took(until - time.From)}\n"
                        : ", still\n"
                );
        foreach (var lost in report.Lost)
            text.Append("- ").Append(Lost(lost)).Append('\n');
        if (off.Length == 0 && report.Lost.Count == 0)
            text.Append("Nothing was switched off.\n");
    }

    private static string Lost(LostPeriod lost) =>
        lost.Until > lost.From
            ? $"`{lost.Step}` put a database back to its backup: what users wrote from "
                + $"{PlainObserver.Time(lost.From)} to {PlainObserver.Time(lost.Until)} ({lost.UntilWhat}) is lost, "
                + $"{Took(lost.Until - lost.From)}"
            : $"`{lost.Step}` restored a backup of {PlainObserver.Time(lost.From)}, taken after users could no "
                + $"longer write ({lost.UntilWhat}): nothing is lost";

    private static void Successes(StringBuilder text, IReadOnlyList<ReportStep> proved)
    {
        text.Append("\n## Successes\n\n");
        if (proved.Count == 0)
            text.Append("Nothing was proved.\n");
        foreach (var step in proved)
            text.Append("- `")
                .Append(step.State.Id)
                .Append("`: ")
                .Append(Cell(string.Join("; ", step.State.Evidence)))
                .Append('\n');
    }

    internal static void Line(StringBuilder text, string name, string value) =>
        text.Append("- ").Append(name).Append(": ").Append(Cell(value)).Append('\n');

    private static string Signed(TimeSpan over) => over < TimeSpan.Zero ? Took(over) : $"+{Took(over)}";

    internal static string Took(TimeSpan time) =>
        Durations.Text(TimeSpan.FromMilliseconds((long)time.TotalMilliseconds));

    internal static string Cell(string text) =>
        EventText.OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
}
