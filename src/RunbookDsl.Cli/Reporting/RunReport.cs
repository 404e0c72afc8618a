using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>What a report tells, made of the journal alone.</summary>
internal sealed class RunReport
{
    private const int MostOverruns = 10;

    private static readonly string[] WaysToPeople =
    [
        "StatusPage.",
        "Intercom.",
        "Mail.",
        "Slack.",
        "Git.CommitAndPush",
    ];

    private RunReport(RunView run, ReportFold fold) => (Run, Fold) = (run, fold);

    public RunView Run { get; }

    public ReportFold Fold { get; }

    public required IReadOnlyList<ReportStep> Steps { get; init; }

    public required IReadOnlyList<LostPeriod> Lost { get; init; }

    /// <summary>What the lint found and the author accepted.</summary>
    public IReadOnlyList<AcceptedFinding> Accepted => field ??= AcceptedFinding.Of(Run.History, State);

    public RunState State => Run.State;

    /// <summary>Steps whose effect was proved, in the plan's order.</summary>
    public IReadOnlyList<ReportStep> Proved =>
        field ??= [.. Steps.Where(s => s.State is { Phase: StepPhase.Verified, Evidence.Count: > 0 })];

    /// <summary>Steps that took longer than expected, the one that took most too long first.</summary>
    public IReadOnlyList<ReportStep> Overruns =>
        field ??= [
            .. Steps
                .Where(s => s.Over >= TimeSpan.FromSeconds(1))
                .OrderByDescending(s => s.Over)
                .Take(MostOverruns),
        ];

    /// <summary>Steps that told people something, by their time; a pushed commit is taken for a
    /// banner.</summary>
    public IReadOnlyList<ReportStep> Communication =>
        field ??= [
            .. Steps
                .Where(s => s.State is { Phase: StepPhase.Verified, EndedAt: not null } && TellsPeople(s))
                .OrderBy(s => s.State.EndedAt),
        ];

    /// <summary>When the run ended, or its last line so far.</summary>
    public DateTimeOffset EndedAt => Fold.ClosedAt ?? State.LastAt;

    /// <summary>The announced end; null without a window.</summary>
    public DateTimeOffset? WindowEnd =>
        State.WindowStart is { } start && State.WindowLength > TimeSpan.Zero
            ? start + State.WindowLength
            : null;

    private bool TellsPeople(ReportStep step) =>
        Fold.Operations.TryGetValue(step.State.Id, out var operation)
        && Array.Exists(WaysToPeople, w => operation.StartsWith(w, StringComparison.Ordinal));

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
