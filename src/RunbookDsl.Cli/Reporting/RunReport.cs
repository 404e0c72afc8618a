using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>What a report tells, made of the journal alone.</summary>
internal sealed class RunReport
{
    private RunReport(RunView run, ReportFold fold) => (Run, Fold) = (run, fold);

    public RunView Run { get; }

    public ReportFold Fold { get; }

    public required IReadOnlyList<ReportStep> Steps { get; init; }

    public required IReadOnlyList<LostPeriod> Lost { get; init; }

    /// <summary>What the lint found and the author accepted.</summary>
    public IReadOnlyList<AcceptedFinding> Accepted => field ??= AcceptedFinding.Of(Run.History, State);

    public RunState State => Run.State;

    /// <summary>When the run ended, or its last line so far.</summary>
    public DateTimeOffset EndedAt => Fold.ClosedAt ?? State.LastAt;

    /// <summary>The announced end; null without a window.</summary>
    public DateTimeOffset? WindowEnd =>
        State.WindowStart is { } start && State.WindowLength > TimeSpan.Zero
            ? start + State.WindowLength
            : null;

    public static RunReport Of(RunView run)
    {
        var fold = new ReportFold();
        foreach (var record in run.History.Records)
            fold.Read(record);
        var expected = PlannedSteps.ExpectedOf(run.History, run.State);
        ReportStep[] steps =
        [
            .. run.Steps()
                .Select(s => new ReportStep(s, expected.TryGetValue(s.Id, out var takes) ? takes : null)),
        ];
        return new(run, fold) { Steps = steps, Lost = LostPeriods.Of(steps, fold) };
    }
}
