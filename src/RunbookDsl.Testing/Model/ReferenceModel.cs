using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// What a run may do, said a second time and without the engine: order, conditions, the way back, what may be
/// told at the end and what the world must look like then. A history is read line by line against it.
/// </summary>
internal sealed class ReferenceModel(Recipe recipe, Plan plan)
{
    internal const string Order = "model: order";
    internal const string Said = "model: what was said";
    internal const string World = "model: the world at the end";

    private readonly HashSet<string> _finished = [];
    private readonly HashSet<string> _begun = [];
    private readonly HashSet<string> _doubtful = [];
    private readonly HashSet<string> _takenBack = [];
    private readonly Dictionary<string, (bool WasBegun, bool WasDoubtful)> _before = [];
    private string? _undoing;
    private bool _isTorn;

    internal void Check(Trace trace)
    {
        foreach (var line in trace.Events)
        {
            if (line.Kind is TraceKind.Durable or TraceKind.Found)
                Follow(line);
            else if (line.Kind == TraceKind.Torn)
                _isTorn = true;
            else if (line.Kind == TraceKind.Result)
                CheckResult(line);
        }
    }

    /// <summary>Every step's effect is there once, or not at all where it was left out or taken
    /// back.</summary>
    internal void CheckWorld(EffectServer server, bool isTakenBack)
    {
        foreach (var step in recipe.Steps)
        {
            var expected = isTakenBack ? AfterUndo(step, server) : AfterRun(step);
            if (server.Get(step.Id) != expected)
                throw new BrokenPromiseException(
                    World,
                    $"'{step.Id}' is {server.Get(step.Id) ?? "(none)"}, expected {expected ?? "(none)"}"
                );
        }
    }

    private static string? AfterRun(StepRecipe step) =>
        step.Condition == false || step.Effect == EffectClass.ReadOnly || step.IsTemporary ? null : "1";

    private static string? AfterUndo(StepRecipe step, EffectServer server) =>
        step.HasUndo || server.Count(step.Id, $"{step.Id}=1") == 0 ? null : "1";

    private void Follow(TraceEvent line)
    {
        switch (line.Text)
        {
            case RecordTypes.StepIntent:
                Begin(line.Step!);
                break;
            case RecordTypes.StepOutcome when line.Word is not "unknown":
                _doubtful.Remove(line.Step!);
                if (line.Word == "failed")
                    _begun.Remove(line.Step!);
                break;
            case RecordTypes.StepVerified when line.Word.Length == 0:
            case RecordTypes.Decision when line.Word == bool.FalseString:
            case RecordTypes.StepResolved when line.Word == "skip":
                _finished.Add(line.Step!);
                break;
            case RecordTypes.StepResolved when line.Word == Promises.NotBegun:
                Restore(line.Step!);
                break;
            case RecordTypes.StepResolved:
                _doubtful.Remove(line.Step!);
                if (line.Word == "undone")
                    _takenBack.Add(line.Step!);
                _undoing = _undoing == line.Step ? null : _undoing;
                break;
            case RecordTypes.UndoResolved:
                _undoing = _undoing == line.Step ? null : _undoing;
                break;
            case RecordTypes.UndoIntent:
                BeginUndo(line.Step!);
                break;
            case RecordTypes.UndoOutcome when line.Word is not ("failed" or "unknown"):
                _undoing = _undoing == line.Step ? null : _undoing;
                _takenBack.Add(line.Step!);
                _doubtful.Remove(line.Step!);
                break;
        }
    }

    private void Begin(string id)
    {
        var step = plan.Find(id)!;
        if (_undoing is not null)
            throw new BrokenPromiseException(Order, $"'{id}' was begun while '{_undoing}' was taken back");
        if (step.Needs.FirstOrDefault(n => !_finished.Contains(n)) is { } missing)
            throw new BrokenPromiseException(Order, $"'{id}' was begun before '{missing}' was finished");
        if (recipe.Steps.Any(s => s.Id == id && s.Condition == false))
            throw new BrokenPromiseException(Order, $"'{id}' was begun though its condition does not hold");
        if (_finished.Contains(id))
            throw new BrokenPromiseException(Order, $"'{id}' was finished and was begun again");
        _before[id] = (_begun.Contains(id), _doubtful.Contains(id));
        _begun.Add(id);
        _doubtful.Add(id);
    }

    // As it was before the intent on which nothing followed.
    private void Restore(string id)
    {
        var (wasBegun, wasDoubtful) = _before[id];
        if (!wasBegun)
            _begun.Remove(id);
        if (!wasDoubtful)
            _doubtful.Remove(id);
    }

    private void BeginUndo(string id)
    {
        if (_undoing is not null && _undoing != id)
            throw new BrokenPromiseException(
                Order,
                $"the undo of '{id}' was begun before that of '{_undoing}' was over"
            );
        var above = plan.Steps.FirstOrDefault(s =>
            s.Needs.Contains(id)
            && _begun.Contains(s.Id)
            && !_takenBack.Contains(s.Id)
            && recipe.Steps.Any(r => r.Id == s.Id && r.HasUndo && r.Effect != EffectClass.ReadOnly)
        );
        if (above is not null && !_isTorn)
            throw new BrokenPromiseException(
                Order,
                $"'{id}' was taken back before '{above.Id}', which came after it"
            );
        _undoing = id;
    }

    private void CheckResult(TraceEvent line)
    {
        var open = plan.Steps.FirstOrDefault(s => !_finished.Contains(s.Id));
        if (line.Text == nameof(RunStatus.Done) && open is not null)
            throw new BrokenPromiseException(Said, $"the run is done, and '{open.Id}' is not finished");
        if (line is { Text: nameof(RunStatus.InDoubt), Step: { } id } && !_isTorn && !_doubtful.Contains(id))
            throw new BrokenPromiseException(Said, $"'{id}' is told to be in doubt, and is not");
        if (line.Text == nameof(RunStatus.RolledBack) && _undoing is not null)
            throw new BrokenPromiseException(Said, $"all is taken back, and '{_undoing}' is still open");
    }
}
