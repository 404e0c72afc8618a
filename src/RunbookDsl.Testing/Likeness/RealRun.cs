using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// What the journal of a real run holds that a rehearsal can repeat: parameters, times, answers, failures.
/// </summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Title">Its runbook's title.</param>
/// <param name="Script">Full path of its script when it began.</param>
public sealed record RealRun(string RunId, string Title, string Script)
{
    /// <summary>How it stood when its last process stopped; null while it runs or after a crash.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Parameters as given and defaulted when it began.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The window's start; null without a window.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Ids of the steps of its plan, in order; empty when it ended before its plan was
    /// written.</summary>
    public IReadOnlyList<string> Planned { get; init; } = [];

    /// <summary>Steps that left a trace, in the order they were begun.</summary>
    public IReadOnlyList<StepTrail> Trails { get; init; } = [];

    /// <summary>Reads a journal.</summary>
    /// <param name="history">The run.</param>
    /// <exception cref="JournalException">A value stored beside it is not what it was.</exception>
    public static RealRun Of(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var state = StateFold.Of(history);
        return new RealRun(state.RunId, state.Title, state.ScriptPath)
        {
            Status = state.Status,
            Parameters = state.Parameters,
            WindowStart = state.WindowStart,
            StartedAt = state.StartedAt,
            Planned = [.. PlannedSteps.Of(history, state).Select(p => p.Key)],
            Trails = StepTrails.Of(history.Records, state),
        };
    }

    /// <summary>
    /// The world as this run found it, as far as a journal tells: its start, parameters and answers go before
    /// those of the world file, everything else stays.
    /// </summary>
    public WorldSpec Into(WorldSpec world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var answers = Trails.SelectMany(t => t.Answers).ToList();
        var known = answers.Select(a => a.Question).ToHashSet(StringComparer.Ordinal);
        return world with
        {
            StartsAt = StartedAt,
            Parameters = world.Parameters.SetItems(Parameters),
            Answers = [.. answers, .. world.Answers.Where(a => !known.Contains(a.Question))],
        };
    }
}
