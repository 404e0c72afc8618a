using System.Globalization;

namespace RunbookDsl.Cli;

/// <summary>What the journal of a run suggests for the next one, each a change of the runbook.</summary>
internal static class Improvements
{
    private const int MostOfAKind = 5;

    public static IReadOnlyList<string> Of(RunReport report)
    {
        var script = Path.GetFileName(report.State.ScriptPath);
        var all = new List<string>();
        if (report.WindowEnd is { } end && report.State.StartedAt < end && report.EndedAt > end)
            all.Add(
                $"Announce {Wide(report.EndedAt - report.State.WindowStart!.Value)}, and let "
                    + "`Control.Budget(…)` tell before the last moment at which going back still fits in"
            );
        if (report.Communication.Count == 0)
            all.Add("Tell users ahead and afterwards: the steps of `announce`");
        all.AddRange(
            report
                .Overruns.Take(MostOfAKind)
                .Select(s =>
                    $"Expect what `{s.State.Id}` took, with `.Expect({Ceiling(s.Took!.Value)})`, or do it ahead"
                )
        );
        all.AddRange(
            Steps(report, "failed")
                .Select(s => $"Rehearse that `{s}` fails: `runbook rehearse {script} --fault {s}:error`")
        );
        all.AddRange(
            Steps(report, "nobody knew whether it happened")
                .Select(s => $"Give `{s}` a `.Probe(…)`: the next doubt settles itself")
        );
        all.AddRange(
            Steps(report, "left out")
                .Select(s => $"Say when `{s}` is needed, with `.When(…)`, or take it out")
        );
        all.AddRange(
            Steps(report, "gone on with without approval (break-glass)")
                .Select(s => $"Have somebody awake who may approve `{s}`")
        );
        all.AddRange(
            report
                .Steps.Where(s => report.Fold.Operations.GetValueOrDefault(s.State.Id) == "Manual")
                .Take(MostOfAKind)
                .Select(s => $"Let the runbook do `{s.State.Id}`: `.Run(…)` in place of `.Manual(…)`")
        );
        return all;
    }

    private static IEnumerable<string> Steps(RunReport report, string what) =>
        report
            .Fold.Deviations.Where(d => d.What == what)
            .Select(d => d.Step)
            .OfType<string>()
            .Distinct()
            .Take(MostOfAKind);

    private static string Ceiling(TimeSpan took) =>
        took < TimeSpan.FromMinutes(1) ? Whole(took.TotalSeconds, "Seconds")
        : took < TimeSpan.FromHours(2) ? Whole(took.TotalMinutes, "Minutes")
        : Whole(took.TotalHours, "Hours");

    private static string Whole(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(count)):0}.{unit}");

    // A window is asked for in half hours.
    private static string Wide(TimeSpan took) =>
        Durations.Text(TimeSpan.FromMinutes(30 * Math.Ceiling(took / TimeSpan.FromMinutes(30))));
}
