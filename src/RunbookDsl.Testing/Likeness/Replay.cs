using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>A scenario that walks the path of a real run, and what of that path it cannot walk.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="NotRepeated">What happened and is not made to happen again, a sentence each.</param>
public sealed record Replay(Scenario Scenario, IReadOnlyList<string> NotRepeated)
{
    /// <summary>Makes the scenario.</summary>
    /// <param name="run">The real run.</param>
    /// <param name="clean">The same runbook rehearsed without a fault: says which calls a step makes.</param>
    public static Replay Of(RealRun run, RehearsalResult clean)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(clean);
        var missing = new List<string>();
        var scenario = new Scenario($"like {run.RunId}") { Ending = Ending(run.Status) };
        foreach (var trail in run.Trails)
        {
            if (clean.Plan.Find(trail.Id) is null)
                continue;
            if (trail.SkippedFor is { } reason && trail.Attempts == 0)
                scenario = scenario with { Skips = scenario.Skips.Add(trail.Id, reason) };
            else if (trail.SkippedFor is not null)
                missing.Add($"'{trail.Id}' was left out by an operator after it had been begun");
            if (scenario.RefusedAt is null && trail.Answers is [.., { Yes: false }])
                scenario = scenario with { RefusedAt = trail.Id };
            scenario = With(scenario, trail, clean, missing);
        }
        return new Replay(Stopped(scenario, run, clean), missing);
    }

    private static ScenarioEnding Ending(RunStatus? status) =>
        status switch
        {
            RunStatus.Done => ScenarioEnding.GoOn,
            RunStatus.RolledBack => ScenarioEnding.TakeBack,
            _ => ScenarioEnding.Leave,
        };

    // Stopped on purpose, or taken back with nothing wrong: after the last step that was done.
    private static Scenario Stopped(Scenario scenario, RealRun run, RehearsalResult clean)
    {
        var isOnPurpose =
            run.Status is RunStatus.Paused or RunStatus.Aborted
            || (
                run.Status == RunStatus.RolledBack
                && scenario is { RefusedAt: null, Faults.Count: 0, Crash: null }
            );
        var last = run.Trails.LastOrDefault(t => clean.Plan.Find(t.Id) is not null);
        return isOnPurpose && last is not null ? scenario with { Until = last.Id } : scenario;
    }

    private static Scenario With(
        Scenario scenario,
        StepTrail trail,
        RehearsalResult clean,
        List<string> missing
    )
    {
        var faults = new List<Fault>(scenario.Faults);
        var call = Struck(clean.Events, trail.Id);
        var number = 0;
        foreach (var failure in trail.Failures)
        {
            if (failure is AttemptFailure.CutBefore or AttemptFailure.CutAfter)
            {
                if (scenario.Crash is null)
                    scenario = scenario with { Crash = new(trail.Id, Moment(failure)) };
                else
                    missing.Add(
                        $"the process ended in '{trail.Id}', too: a rehearsal ends its process once only"
                    );
                continue;
            }
            number++;
            if (call is null)
                missing.Add(
                    $"'{trail.Id}' {(failure == AttemptFailure.Failed ? "failed" : "came in doubt")}"
                        + $"{(trail.Reason is { } why ? $" ({why})" : "")}: it calls no system of the world, "
                        + "so nothing there can fail for it"
                );
            else
                Add(faults, trail.Id, call, failure, number);
        }
        return scenario with { Faults = faults };
    }

    private static CrashMoment Moment(AttemptFailure failure) =>
        failure == AttemptFailure.CutBefore ? CrashMoment.AfterIntent : CrashMoment.AfterEffect;

    // The change that the step is about; of a step that only looks, its last look.
    private static WorldCall? Struck(IReadOnlyList<WorldEvent> events, string step)
    {
        var calls = events.Select(e => e.Call).Where(c => c.Step == step).ToList();
        return calls.Find(c => c.IsChange) ?? calls.LastOrDefault();
    }

    private static void Add(
        List<Fault> faults,
        string step,
        WorldCall call,
        AttemptFailure failure,
        int number
    )
    {
        var (kind, moment) =
            failure == AttemptFailure.Failed
                ? (FaultKind.Error, FaultMoment.BeforeEffect)
                : (FaultKind.Drop, call.IsChange ? FaultMoment.AfterEffect : FaultMoment.BeforeEffect);
        if (faults.LastOrDefault() is { } last && last.Step == step && last.Action.Kind == kind)
            faults[^1] = last with { Times = last.Times + 1 };
        else
            faults.Add(
                new Fault(new FaultAction(kind), moment)
                {
                    Step = step,
                    System = call.System,
                    Operation = call.Operation,
                    Nth = number,
                }
            );
    }
}
