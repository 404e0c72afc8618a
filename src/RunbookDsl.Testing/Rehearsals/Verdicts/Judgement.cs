using System.Text.RegularExpressions;
using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>
/// What must hold at the end of a rehearsal, whatever went wrong in it: the world is as after the clean run,
/// or as at the start, and nothing was done twice.
/// </summary>
internal sealed partial class Judgement(RehearsalRun run, Reference? reference)
{
    private const int MostShown = 5;
    private const string NoReturn = "is a point of no return";
    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Of(RehearsalResult result)
    {
        Promised(result);
        Cached(result);
        if (reference is not null)
            Compare(result, reference);
        else if (result.Scenario.Ending == ScenarioEnding.GoOn && !IsWell(result))
            Blame(Findings.State, $"the run did not end well: {Ending(result)}");
        return _found;
    }

    private void Compare(RehearsalResult result, Reference wanted)
    {
        switch (result.Scenario.Ending)
        {
            case ScenarioEnding.GoOn:
                WentOn(result, wanted);
                break;
            case ScenarioEnding.TakeBack when result.Scenario.ExpectsNoReturn:
                Refused(result);
                break;
            case ScenarioEnding.TakeBack when result.Status == RunStatus.RolledBack:
                TakenBack(result, wanted);
                break;
            case ScenarioEnding.TakeBack when result.Status == RunStatus.Done:
                WentOn(result, wanted);
                break;
            case ScenarioEnding.Leave when result.Scenario.RunsAgain:
                BegunAnew(result);
                break;
            case ScenarioEnding.TakeBack:
                Blame(Findings.State, $"it could not be taken back: {Ending(result)}");
                break;
        }
    }

    private void WentOn(RehearsalResult result, Reference wanted)
    {
        if (!IsWell(result))
        {
            Blame(Findings.State, $"it could not be brought to its end: {Ending(result)}");
            return;
        }
        if (result.Scenario.RunsAgain)
            Again(result, wanted);
        else
            Same(
                "the world is not as after a run without a fault",
                wanted.Clean.After,
                result.After,
                _ => false
            );
        Once(result, wanted);
    }

    // What the first run has left on or half done may be a reason to refuse or to hold, with a word of what
    // it is: only the first run knows how to put it back.
    private void BegunAnew(RehearsalResult result)
    {
        if (!IsWell(result) && result.Status != RunStatus.Held)
            Blame(Findings.State, $"given up and begun anew, it did not come to an end: {Ending(result)}");
    }

    private void Refused(RehearsalResult result)
    {
        if (
            result.Status == RunStatus.RolledBack
            || !Ending(result).Contains(NoReturn, StringComparison.Ordinal)
        )
            Blame(
                Findings.State,
                $"'{result.Scenario.Until}' is a point of no return, and going back was not refused for it: "
                    + Ending(result)
            );
    }

    // A guard that knows that it was all done already is a good end of a second run.
    private static bool IsWell(RehearsalResult result) =>
        result.Status == RunStatus.Done
        || (result.Scenario.RunsAgain && result.Status == RunStatus.GuardRefused);

    // An update of an incident says that it is off: it was read, nothing takes it away again.
    private void TakenBack(RehearsalResult result, Reference wanted)
    {
        var history = result.After.SelectMany(s => s.History.Select(k => $"{s.System}/{k}")).ToHashSet();
        Same(
            "after everything was taken back the world is not as it was",
            result.Before,
            result.After,
            c => wanted.Residue.Contains(c.Key) || (c.Was is null && history.Contains(c.Key))
        );
    }

    // What is additive adds once more, its second message beside its first; everything else finds the world
    // as it wants it.
    private void Again(RehearsalResult result, Reference wanted)
    {
        var changed = result
            .Plan.Steps.Where(s =>
                s.Action.Effect
                    is EffectClass.Additive
                        or EffectClass.NonIdempotent
                        or EffectClass.Irreversible
            )
            .SelectMany(s => wanted.Footprints.GetValueOrDefault(s.Id) ?? [])
            .ToHashSet(StringComparer.Ordinal);
        var added = changed.Select(Unnumbered).ToHashSet(StringComparer.Ordinal);
        Same(
            "a second run changed what the first had done",
            wanted.Clean.After,
            result.After,
            c => changed.Contains(c.Key) || (c.Was is null && added.Contains(Unnumbered(c.Key)))
        );
    }

    // "message 02" stands for every message.
    private static string Unnumbered(string key) => Number().Replace(key, "#");

    [GeneratedRegex(@"\b\d+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private void Same(
        string what,
        IReadOnlyList<SystemState> wanted,
        IReadOnlyList<SystemState> is_,
        Func<StateChange, bool> mayDiffer
    )
    {
        var differences = StateDifference
            .Between(wanted, is_)
            .Where(d => !mayDiffer(d))
            .Select(d => $"{d}")
            .ToList();
        if (differences.Count == 0)
            return;
        var more = differences.Count > MostShown ? $" and {differences.Count - MostShown} more" : "";
        Blame(Findings.State, $"{what}: {string.Join("; ", differences.Take(MostShown))}{more}");
    }

    private void Once(RehearsalResult result, Reference wanted)
    {
        if (result.Scenario.RunsAgain)
            return;
        var expected = Count(wanted.Clean.Events);
        foreach (var (key, count) in Count(result.Events))
        {
            // What adds may clear and begin anew, what converges may repeat; the state tells of both.
            if (
                result.Plan.Find(key.Step)?.Action.Effect
                is not (EffectClass.NonIdempotent or EffectClass.Irreversible)
            )
                continue;
            var once = expected.GetValueOrDefault(key);
            if (count > Math.Max(once, 1) || (once == 0 && !IsUndone(result, key.Step)))
                Blame(
                    Findings.Twice,
                    $"{key.System} did '{key.Line}' {count} times for this step, {once} in a run without a "
                        + "fault",
                    key.Step
                );
        }
    }

    private static bool IsUndone(RehearsalResult result, string step) =>
        result.State?.Step(step).Phase == StepPhase.Undone;

    private static Dictionary<(string Step, string System, string Line), int> Count(
        IReadOnlyList<WorldEvent> events
    ) =>
        events
            .Where(e => e.IsApplied && e.Call is { Step: not null, IsSeenInState: false })
            .GroupBy(e => (e.Call.Step!, e.Call.System, e.Call.Operation))
            .ToDictionary(g => g.Key, g => g.Count());

    // A step that was content with an answer of yesterday has verified nothing.
    private void Cached(RehearsalResult result)
    {
        var last = result
            .Events.Where(e => e.Call is { Operation: "query", Step: not null })
            .GroupBy(e => (e.Call.Step, e.Call.Text))
            .Select(g => g.Last());
        foreach (var e in last)
            if (
                e.Answer?.Contains(QueryDesk.Stale, StringComparison.Ordinal) == true
                && result.State?.Step(e.Call.Step!).Phase == StepPhase.Verified
            )
                Blame(
                    Findings.State,
                    $"it was verified through a cache: '{e.Call.Line}' was answered {e.Answer}. Ask a server "
                        + "that answers for the zone, or wait until the TTL has passed",
                    e.Call.Step
                );
    }

    // The engine's own promises, on what really happened.
    private void Promised(RehearsalResult result)
    {
        if (result.Records.Count == 0 || result.Scenario.RunsAgain)
            return;
        try
        {
            Promises.Steps(run.Trace, result.Plan);
            Promises.Epochs(run.Read()!);
        }
        catch (BrokenPromiseException e)
        {
            Blame(Findings.Engine, e.Message);
        }
    }

    private static string Ending(RehearsalResult result) =>
        result.Lives.Count == 0 ? "nothing was run"
        : result.Lives[^1] is var last && last.Result is { } said ? $"{said.Status}. {said.Message}"
        : $"{last.Verb}: {last.End}";

    private void Blame(string kind, string text, string? step = null) =>
        _found.Add(new Finding(kind, run.Stage.Tokens.Replace(run.Stage.Secrets.Mask(text)), step));
}
