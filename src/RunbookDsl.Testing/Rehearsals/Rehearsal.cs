using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>
/// Rehearses one runbook: the unmodified script, the real engine and the real operations in a world of their
/// own, with whatever goes wrong in it. Each rehearsal has a fresh world; several may go on at once.
/// </summary>
/// <param name="subject">What is rehearsed.</param>
public sealed class Rehearsal(RehearsalSubject subject)
{
    private const int Looks = 6;
    private const int LooksInAll = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Otherwise = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is rehearsed.</summary>
    public RehearsalSubject Subject => subject;

    /// <summary>Carries out one scenario.</summary>
    /// <param name="scenario">What goes wrong, and what the operator does then.</param>
    /// <param name="reference">What it is held against; null checks only what needs none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="WorldException">The world cannot be had.</exception>
    /// <exception cref="AuthoringException">The script is wrong.</exception>
    public async Task<RehearsalResult> RunAsync(
        Scenario scenario,
        Reference? reference,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var run = await RehearsalRun
            .OpenAsync(subject, scenario, StartOf(), cancellation)
            .ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            run.Stage.Effect = e =>
            {
                if (!e.Call.IsBookkeeping)
                    run.Trace.Add(TraceKind.Effect, e.Call.Line, e.Call.Step);
            };
            var before = await run.World.StateAsync(cancellation).ConfigureAwait(false);
            var going = GoAsync(run, scenario, reference);
            await WatchAsync(run, going, cancellation).ConfigureAwait(false);
            var after = await run.World.StateAsync(cancellation).ConfigureAwait(false);
            var result = run.Result(before, after);
            return result with
            {
                Findings = [.. result.Findings, .. new Judgement(run, reference).Of(result)],
            };
        }
    }

    private async Task WatchAsync(RehearsalRun run, Task going, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource();
        using (cancellation.Register(run.GiveUp))
            if (await LateAsync(run, going, limit.Token).ConfigureAwait(false) is { } late)
            {
                run.Stage.Blame(Findings.Endless, late);
                run.GiveUp();
            }
        // What was given up is waited for: nothing of it should be at work when its world is taken away.
        await Task.WhenAny(going, Task.Delay(Patience, TimeProvider.System, limit.Token))
            .ConfigureAwait(false);
        await limit.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (going.IsCompleted)
            await going.ConfigureAwait(false);
    }

    // A busy machine is slow and moves all the same; what hangs moves nothing.
    private async Task<string?> LateAsync(RehearsalRun run, Task going, CancellationToken ended)
    {
        var (moves, still) = (-1L, 0);
        for (var look = 0; look < LooksInAll; look++)
        {
            var next = Task.Delay(subject.RealLimit / Looks, TimeProvider.System, ended);
            if (await Task.WhenAny(going, next).ConfigureAwait(false) == going)
                return null;
            still = run.Moves == moves ? still + 1 : 0;
            moves = run.Moves;
            if (still == Looks)
                return $"nothing moved for {Durations.Text(subject.RealLimit)} of real time";
        }
        return $"it did not end within {Durations.Text(subject.RealLimit / Looks * LooksInAll)} of real time";
    }

    /// <summary>
    /// The run in which nothing goes wrong, once as a whole and once step by step, to see what each step
    /// changes.
    /// </summary>
    public async Task<Reference> ReferAsync(CancellationToken cancellation)
    {
        var clean = await RunAsync(Scenario.Clean, null, cancellation).ConfigureAwait(false);
        if (!clean.IsPassed)
            return new Reference(clean);
        var footprints = await FootprintsAsync(clean.Plan, cancellation).ConfigureAwait(false);
        return new Reference(clean) { Footprints = footprints, Residue = Residue(clean, footprints) };
    }

    private static async Task GoAsync(RehearsalRun run, Scenario scenario, Reference? reference)
    {
        await run.ExecAsync(scenario.Until).ConfigureAwait(false);
        var person = new Operator(run, reference?.Clean);
        if (scenario.Ending == ScenarioEnding.GoOn)
            await person.GoOnAsync().ConfigureAwait(false);
        else if (scenario.Ending == ScenarioEnding.TakeBack)
            await person.TakeBackAsync().ConfigureAwait(false);
        if (scenario.RunsAgain && (scenario.Until is not null || run.Last?.Status == Engine.RunStatus.Done))
            await run.AgainAsync().ConfigureAwait(false);
    }

    private async Task<ImmutableDictionary<string, ImmutableHashSet<string>>> FootprintsAsync(
        Plan plan,
        CancellationToken cancellation
    )
    {
        var run = await RehearsalRun
            .OpenAsync(subject, new Scenario("step by step"), StartOf(), cancellation)
            .ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        using (cancellation.Register(run.GiveUp))
        {
            var found = ImmutableDictionary.CreateBuilder<string, ImmutableHashSet<string>>();
            var was = await run.World.StateAsync(cancellation).ConfigureAwait(false);
            foreach (var step in plan.Steps)
            {
                await run.ExecAsync(step.Id).ConfigureAwait(false);
                var now = await run.World.StateAsync(cancellation).ConfigureAwait(false);
                found[step.Id] = [.. StateDifference.Between(was, now).Select(d => d.Key)];
                was = now;
            }
            return found.ToImmutable();
        }
    }

    private static ImmutableHashSet<string> Residue(
        RehearsalResult clean,
        ImmutableDictionary<string, ImmutableHashSet<string>> footprints
    )
    {
        var changed = StateDifference.Between(clean.Before, clean.After).Select(d => d.Key).ToHashSet();
        return
        [
            .. clean
                .Plan.Steps.Where(HasNoUndo)
                .SelectMany(s => footprints.GetValueOrDefault(s.Id) ?? [])
                .Where(k => changed.Contains(k) || IsEndedBehindNoReturn(clean.Plan, k, footprints)),
            .. clean.Plan.Steps.SelectMany(s => BesideIt(clean, s.Id, footprints)),
        ];
    }

    // A page that stays up on a host until the way back is closed: nothing before that takes it away.
    private static bool IsEndedBehindNoReturn(
        Plan plan,
        string key,
        ImmutableDictionary<string, ImmutableHashSet<string>> footprints
    )
    {
        var behind = plan.Steps.SkipWhile(s => s.Spec.PointOfNoReturn is null).Select(s => s.Id).ToHashSet();
        var touching = plan
            .Steps.Where(s => footprints.GetValueOrDefault(s.Id)?.Contains(key) == true)
            .ToList();
        return touching.Any(s => behind.Contains(s.Id))
            && touching.All(s => HasNoUndo(s) || behind.Contains(s.Id));
    }

    // What changed at a system during a step that changed nothing there, the system has done on its own: an
    // announced maintenance begins when its time has come.
    private static IEnumerable<string> BesideIt(
        RehearsalResult clean,
        string step,
        ImmutableDictionary<string, ImmutableHashSet<string>> footprints
    )
    {
        var worked = clean
            .Events.Where(e => e.IsApplied && e.Call.Step == step)
            .Select(e => e.Call.System + "/")
            .ToHashSet(StringComparer.Ordinal);
        return (footprints.GetValueOrDefault(step) ?? []).Where(k =>
            clean.Events.Any(e => e.IsApplied && k.StartsWith(e.Call.System + "/", StringComparison.Ordinal))
            && !worked.Any(w => k.StartsWith(w, StringComparison.Ordinal))
        );
    }

    private static bool HasNoUndo(PlannedStep step) => step.Spec.Undo?.IsRefusal == true;

    // A window in the script says when it begins; what comes before it begins earlier.
    private DateTimeOffset StartOf() => subject.StartsAt ?? Otherwise;
}
