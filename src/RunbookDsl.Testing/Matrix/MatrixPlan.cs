using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>Makes the scenarios of a matrix from what the clean run did.</summary>
internal sealed class MatrixPlan(RehearsalResult clean, MatrixOptions options)
{
    private static readonly (string Word, FaultKind Kind, FaultMoment Moment)[] OfChanges =
    [
        ("error", FaultKind.Error, FaultMoment.BeforeEffect),
        ("drop before effect", FaultKind.Drop, FaultMoment.BeforeEffect),
        ("drop after effect", FaultKind.Drop, FaultMoment.AfterEffect),
        ("no answer", FaultKind.Hang, FaultMoment.BeforeEffect),
    ];

    private static readonly (string Word, FaultKind Kind, FaultMoment Moment)[] OfLooks =
    [
        ("error", FaultKind.Error, FaultMoment.BeforeEffect),
        ("drop", FaultKind.Drop, FaultMoment.BeforeEffect),
    ];

    private const int AsLongAsItLasts = 1_000_000;

    private static readonly Fault Erring = new(new(FaultKind.Error), FaultMoment.BeforeEffect);

    private static readonly Fault Lasting = Erring with { Times = AsLongAsItLasts, FirstProcessOnly = true };

    private static readonly (string Word, CrashMoment Moment)[] Moments =
    [
        ("crash before intent", CrashMoment.BeforeIntent),
        ("crash after intent", CrashMoment.AfterIntent),
        ("crash after effect", CrashMoment.AfterEffect),
        ("crash after outcome", CrashMoment.AfterOutcome),
    ];

    /// <summary>The scenarios, in the order of the plan.</summary>
    public IReadOnlyList<Scenario> Scenarios()
    {
        var all = new List<Scenario>();
        var isReturn = true;
        foreach (var step in clean.Plan.Steps)
        {
            isReturn &= step.Spec.PointOfNoReturn is null;
            if (options.Faults)
                all.AddRange(FaultsOf(step));
            if (options.Crashes)
                all.AddRange(CrashesOf(step.Id));
            if (options.Refusals && clean.Asked.Any(a => a.StepId == step.Id))
                all.Add(Refusal(step, isReturn));
            if (options.Undos && isReturn && IsBegun(step.Id) && !IsLast(step))
                all.AddRange(UndosOf(step));
            if (options.Undos && step.Spec.PointOfNoReturn is not null && IsBegun(step.Id) && !IsLast(step))
                all.Add(NoReturn(step));
            if (options.Again && HasUndo(step) && Changes(step))
                all.Add(Anew(step));
        }
        if (options.Again)
            all.Add(new Scenario("run again") { RunsAgain = true });
        return all;
    }

    private IEnumerable<Scenario> FaultsOf(PlannedStep step)
    {
        foreach (var (call, nth) in Struck(step))
        {
            foreach (var (word, kind, moment) in call.IsChange ? OfChanges : OfLooks)
                yield return Struck($"#{nth} {word}", new(new(kind), moment) { Nth = nth }, call);
            if (call is { IsChange: true, Refusal: { } no })
                yield return Struck($"#{nth} refused", Erring with { Action = Refused(no), Nth = nth }, call);
            if (!call.IsChange)
                yield return Struck("error until it is mended", Lasting, call);
        }
    }

    private static FaultAction Refused(string code) => new(FaultKind.Error) { Code = code };

    private static Scenario Struck(string how, Fault fault, WorldCall call) =>
        new($"{call.Step}: {call.System} {call.Operation} {how}")
        {
            Faults = [fault with { Step = call.Step, System = call.System, Operation = call.Operation }],
        };

    // The first and the last change; of a step that changes nothing, its last look.
    private IEnumerable<(WorldCall Call, int Nth)> Struck(PlannedStep step)
    {
        var seen = new Dictionary<(string, string), int>();
        var calls = new List<(WorldCall Call, int Nth)>();
        foreach (var call in clean.Events.Where(e => e.Call.Step == step.Id).Select(e => e.Call))
        {
            var key = (call.System, call.Operation);
            calls.Add((call, seen[key] = seen.GetValueOrDefault(key) + 1));
        }
        var changes = calls.Where(c => c.Call.IsChange).ToList();
        if (changes.Count == 0)
            return calls.TakeLast(1);
        if (changes.Count <= options.CallsPerStep)
            return changes;
        return changes
            .Take((options.CallsPerStep + 1) / 2)
            .Concat(changes.TakeLast(options.CallsPerStep / 2));
    }

    private IEnumerable<Scenario> CrashesOf(string step)
    {
        var hasIntent = IsBegun(step);
        if (!hasIntent && !Has(step, RecordTypes.StepOutcome))
            yield break;
        foreach (var (word, moment) in hasIntent ? Moments : Moments[2..])
            yield return new Scenario($"{step}: {word}") { Crash = new ScenarioCrash(step, moment) };
    }

    private IEnumerable<Scenario> UndosOf(PlannedStep step)
    {
        var back = new Scenario($"{step.Id}: taken back after it")
        {
            Until = step.Id,
            Ending = ScenarioEnding.TakeBack,
        };
        yield return back;
        if (HasUndo(step) && Changes(step))
            yield return back with
            {
                Name = $"{back.Name}, its undo fails at first",
                Faults = [Failing(step)],
            };
        foreach (var (word, moment) in Moments[1..3])
            yield return back with
            {
                Name = $"{back.Name}, {word} of its undo",
                Crash = new ScenarioCrash(step.Id, moment, IsUndo: true),
            };
    }

    private static bool HasUndo(PlannedStep step) =>
        step.Action.Effect is not (EffectClass.ReadOnly or EffectClass.Human)
        && (step.Spec.Undo is { } own ? !own.IsRefusal : step.Action.UndoDescription is not null);

    private bool Changes(PlannedStep step) =>
        clean.Events.Any(e => e.Call.Step == step.Id && e.Call.IsChange);

    private static Scenario NoReturn(PlannedStep step) =>
        new($"{step.Id}: going back from behind it")
        {
            Until = step.Id,
            Ending = ScenarioEnding.TakeBack,
            ExpectsNoReturn = true,
        };

    // What the first run has done is there already, and what it would have put back is not.
    private static Scenario Anew(PlannedStep step) =>
        new($"{step.Id}: given up after it, begun anew")
        {
            Until = step.Id,
            Ending = ScenarioEnding.Leave,
            RunsAgain = true,
        };

    private static Fault Failing(PlannedStep step) =>
        new(new FaultAction(FaultKind.Error), FaultMoment.BeforeEffect)
        {
            Step = step.Id,
            ChangesOnly = true,
            InUndo = true,
        };

    private static Scenario Refusal(PlannedStep step, bool isReturn) =>
        new($"{step.Id}: the operator says no")
        {
            RefusedAt = step.Id,
            Ending = isReturn ? ScenarioEnding.TakeBack : ScenarioEnding.Leave,
        };

    private bool IsLast(PlannedStep step) => step == clean.Plan.Steps[^1];

    private bool IsBegun(string step) => Has(step, RecordTypes.StepIntent);

    private bool Has(string step, string type) => clean.Records.Any(r => r.Step == step && r.Type == type);
}
