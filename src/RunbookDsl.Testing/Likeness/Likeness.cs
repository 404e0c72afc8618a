using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>
/// Compares a real run with the rehearsal that was to go like it, step by step. How long things take is not
/// compared: the rehearsal's time is made up.
/// </summary>
public static class Likeness
{
    /// <summary>Rehearses as the run went, and compares.</summary>
    /// <param name="run">The real run.</param>
    /// <param name="rehearsal">The runbook in a world that <see cref="RealRun.Into"/> gave its start.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="WorldException">The world cannot be had.</exception>
    public static async Task<LikenessReport> RunAsync(
        RealRun run,
        Rehearsal rehearsal,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        var reference = await rehearsal.ReferAsync(cancellation).ConfigureAwait(false);
        var replay = Replay.Of(run, reference.Clean);
        var result = await rehearsal
            .RunAsync(replay.Scenario, reference.Clean.IsPassed ? reference : null, cancellation)
            .ConfigureAwait(false);
        return Of(run, replay, result, rehearsal.Subject.Host.Spec.Path);
    }

    /// <summary>Compares a rehearsal with the run it is to be like.</summary>
    /// <param name="run">The real run.</param>
    /// <param name="replay">How it was rehearsed.</param>
    /// <param name="result">How the rehearsal went.</param>
    /// <param name="world">The world file, as a person knows it.</param>
    public static LikenessReport Of(RealRun run, Replay replay, RehearsalResult result, string world)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        var names = NewNames(result.Plan);
        var real = Renamed(run.Trails, names);
        var planned = run.Planned.Select(id => names.GetValueOrDefault(id, id)).ToHashSet();
        var here = result.State is { } state ? StepTrails.Of(result.Records, state) : [];
        var steps = new StepComparison(Path.GetFileName(world));
        var rows = new List<LikenessRow>();
        var order = new TrailOrder(result.Plan, real.Where(t => t.SkippedFor is null).Select(t => t.Id));
        foreach (var step in result.Plan.Steps)
        {
            var (was, now) = (Find(real, step.Id), Find(here, step.Id));
            if (planned.Count > 0 && !planned.Contains(step.Id) && was is null)
                rows.Add(new(step.Id, LikenessKind.OnlyHere, null, now, []));
            else
                rows.Add(Compared(step.Id, was, now, [.. order.Of(step), .. steps.Of(was, now)]));
        }
        foreach (var id in run.Planned.Concat(run.Trails.Select(t => t.Id)).Distinct())
            if (result.Plan.Find(names.GetValueOrDefault(id, id)) is null)
                rows.Add(new(id, LikenessKind.OnlyReal, Find(run.Trails, id), null, []));
        return new LikenessReport(run, replay, result, rows, [.. Whole(run, result)]);
    }

    private static LikenessRow Compared(
        string id,
        StepTrail? was,
        StepTrail? now,
        IReadOnlyList<string> differences
    ) => new(id, differences.Count == 0 ? LikenessKind.Alike : LikenessKind.Differs, was, now, differences);

    private static IEnumerable<string> Whole(RealRun run, RehearsalResult result)
    {
        // A process that was killed says nothing: the rehearsal is ended in the same place.
        if (run.Status is { } status && result.Status != status && !IsStop(status, result.Status))
            yield return $"the real run was {Words.Of(status)} in the end, the rehearsal "
                + $"{(result.Status is { } now ? Words.Of(now) : "was killed")}{Why(result)}";
        foreach (var finding in result.Findings)
            if (finding.Kind is not (Findings.State or Findings.Twice))
                yield return $"the rehearsal found {finding}";
    }

    private static string Why(RehearsalResult result) =>
        result.Lives.Count == 0 ? ""
        : result.Lives[^1].Result?.Message is { Length: > 0 } message ? $": {message}"
        : result.Lives[^1].End is { Length: > 0 } end ? $": {end}"
        : "";

    // Stopped by hand, and stopped by --until: both at the end of a step.
    private static bool IsStop(RunStatus was, RunStatus? now) =>
        was == RunStatus.Aborted && now == RunStatus.Paused;

    private static Dictionary<string, string> NewNames(Plan plan)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in plan.Steps)
        foreach (var former in step.Spec.FormerIds)
            names[former] = step.Id;
        return names;
    }

    private static List<StepTrail> Renamed(
        IReadOnlyList<StepTrail> trails,
        Dictionary<string, string> names
    ) => [.. trails.Select(t => t with { Id = names.GetValueOrDefault(t.Id, t.Id) })];

    private static StepTrail? Find(IReadOnlyList<StepTrail> trails, string id) =>
        trails.FirstOrDefault(t => t.Id == id);
}
