using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>What would become of one run under today's script.</summary>
internal sealed class CheckedRun
{
    private CheckedRun(RunHistory history, RunState state) => (History, State) = (history, state);

    public RunHistory History { get; }

    public RunState State { get; }

    /// <summary>Why nothing can be compared; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>The differences with what a migration does about each; empty when nothing differs.</summary>
    public IReadOnlyList<MigrationRow> Rows { get; private init; } = [];

    public bool IsRefused => Problem is not null || Rows.Any(r => r.Verdict == MigrationVerdict.Refused);

    /// <summary>One stable word: <c>same</c>, <c>migrate</c>, <c>ask</c> or <c>refused</c>.</summary>
    public string Verdict =>
        IsRefused ? "refused"
        : Rows.Any(r => r.Verdict == MigrationVerdict.Asked) ? "ask"
        : Rows.Count > 0 ? "migrate"
        : "same";

    public static CheckedRun Of(RunHistory history, string script, ProcessSettings settings)
    {
        var state = StateFold.Of(history);
        try
        {
            // A run that ended before its plan was durable takes any plan.
            return state.PlanHash.Length == 0
                ? new CheckedRun(history, state)
                : new CheckedRun(history, state) { Rows = Compare(history, state, script, settings) };
        }
        catch (Exception e) when (e is RunbookException or JournalException)
        {
            return new CheckedRun(history, state) { Problem = Failure.Text(e, settings).TrimEnd('\n') };
        }
    }

    private static IReadOnlyList<MigrationRow> Compare(
        RunHistory history,
        RunState state,
        string script,
        ProcessSettings settings
    )
    {
        var plan = ScriptWorld.Loader(settings).Load(RunArchive.InputsOf(state, script)).Plan;
        if (PlanDrift.Compare(history, state, plan).IsNone)
            return [];
        var (before, _) = new RunScript(settings, history, state).Pinned();
        return MigrationTable.Of(history, state, plan, new Migration(before.Plan, "check")).Rows;
    }
}
