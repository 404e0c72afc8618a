using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Folds journal records into the state of a run. The one place that knows what records mean.
/// </summary>
public static class StateFold
{
    /// <summary>The state after all records of <paramref name="history"/>, torn ends included.</summary>
    public static RunState Of(RunHistory history)
    {
        var state = new RunState(history.RunId) { Title = history.Runbook };
        foreach (var record in history.Records)
            Apply(state, record);
        foreach (var torn in history.TornTails)
        foreach (var line in torn.Lines)
            ApplyTorn(state, line, history, torn);
        return state;
    }

    internal static void Apply(RunState run, JournalRecord record)
    {
        run.LastAt = record.At;
        var body = new BodyView(record.Body);
        if (record.Step is { } id)
            StepFold.Apply(run, run.Step(id), record, body);
        else
            ApplyRun(run, record, body);
    }

    private static void ApplyRun(RunState run, JournalRecord record, BodyView body)
    {
        switch (record.Type)
        {
            case RecordTypes.RunOpened:
                Open(run, record, body);
                break;
            case RecordTypes.PlanFixed:
                run.PlanHash = body.Text("hash") ?? "";
                MigrationFold.TakePlan(run, body);
                break;
            case RecordTypes.PlanMigrated:
                MigrationFold.Migrate(run, record, body);
                break;
            case RecordTypes.RunResumed:
                Resume(run, body);
                if (body.Text("oldAttemptEnded") is not null)
                    run.EndedBefore = record.Epoch;
                break;
            case RecordTypes.RunPaused:
                run.Status = RunStatusNames.Parse(body.Text("status")) ?? RunStatus.Held;
                run.Reason = body.Text("reason");
                run.IsUndoOpen &= run.Status != RunStatus.Paused;
                break;
            case RecordTypes.RunClosed:
                run.Status = RunStatusNames.Parse(body.Text("status")) ?? RunStatus.Done;
                run.IsClosed = true;
                break;
        }
    }

    private static void Open(RunState run, JournalRecord record, BodyView body)
    {
        run.StartedAt = record.At;
        run.ScriptPath = body.Text("script") ?? "";
        run.Operator = body.Text("operator") ?? "";
        run.IsSandbox = body.Is("sandbox");
        run.Parent = ChildFold.Parent(body);
        run.WindowStart = body.Time("windowStart");
        run.ForkedFrom = body.Text("forkedFrom");
        var parameters = new Dictionary<string, string>();
        foreach (var (name, value) in body.Pairs("parameters"))
            parameters[name] = value;
        run.Parameters = parameters;
    }

    // What the torn end of an earlier process may have begun is in doubt from here on, whatever happens to
    // this process.
    private static void Resume(RunState run, BodyView body)
    {
        // A closed child is opened again when its parent takes it back.
        (run.Status, run.Reason, run.IsClosed) = (null, null, false);
        // Made of what is proved of a damaged run: who resumes it next writes down what that makes doubtful.
        var isSalvage = body.Text("verb") == "salvage";
        if (isSalvage)
            run.Origin = body.Text("from") ?? run.Origin;
        else
            run.IsUndoing = body.Text("verb") == "undo";
        run.AllAreSuspect = isSalvage && body.Text("lost") == "many";
        run.NextIsSuspect = isSalvage && !run.AllAreSuspect;
        foreach (var (id, how) in body.Pairs("suspects"))
            StepFold.TornIntent(run.Step(id), how == Suspects.Temporary);
        foreach (var (id, _) in body.Pairs("undoSuspects"))
            run.Step(id).Phase = StepPhase.UndoInDoubt;
        foreach (var id in body.Strings("lostHandles"))
            (run.Step(id).Handle, run.Step(id).UndoHandle) = ("", "");
    }

    // A torn intent may have been acknowledged before it rotted: its step is in doubt, not planned. A line
    // too short to say what it was may have been the intent of whatever comes next.
    private static void ApplyTorn(RunState run, TornLine line, RunHistory history, TornTail torn)
    {
        if (IsTakenNoteOf(history, torn))
            return;
        if (line.Type is null)
            run.NextIsSuspect = true;
        else if (line is { Type: RecordTypes.StepIntent, Step: { } id })
        {
            run.Torn.Add(id);
            run.Step(id).Attempts = Math.Max(run.Step(id).Attempts, line.Attempt);
            StepFold.TornIntent(run.Step(id), isTemporary: false);
        }
        else if (line is { Type: RecordTypes.StepIntent or RecordTypes.UndoIntent, Step: null })
            run.NextIsSuspect = true;
        else if (line.Type is RecordTypes.StepHandle or RecordTypes.UndoHandle)
            run.IsHandleLost = true;
        else if (line is { Type: RecordTypes.UndoIntent, Step: { } undone })
        {
            run.Torn.Add(undone);
            run.Step(undone).Phase = StepPhase.UndoInDoubt;
        }
    }

    // Whoever took the run over after a torn end has written down what it makes doubtful.
    private static bool IsTakenNoteOf(RunHistory history, TornTail torn)
    {
        for (var i = history.Records.Count - 1; i >= 0 && history.Records[i].Seq > torn.AfterSeq; i--)
            if (history.Records[i].Type == RecordTypes.RunResumed)
                return true;
        return false;
    }
}
