using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Folds the records of one step.</summary>
internal static class StepFold
{
    public static void Apply(RunState run, StepState step, JournalRecord record, BodyView body)
    {
        switch (record.Type)
        {
            case RecordTypes.Decision:
                Decide(step, record, body);
                break;
            case RecordTypes.TimerSet when body.Text("for") == Timers.Retry:
                (step.RetryDue, step.RetryAtMost) = (body.Time("due"), body.Milliseconds("atMostMs"));
                break;
            case RecordTypes.TimerSet:
                step.TimerDue = body.Time("due");
                step.TimerAtMost = body.Milliseconds("atMostMs");
                break;
            case RecordTypes.TimerFired:
                step.TimerFired = true;
                break;
            case RecordTypes.SignalReceived:
                Answer(step, body);
                break;
            case RecordTypes.StepHandle:
                step.Handle = body.Text("handle");
                break;
            case RecordTypes.UndoHandle:
                step.UndoHandle = body.Text("handle");
                break;
            case RecordTypes.StepIntent:
                Intend(step, record, body);
                break;
            case RecordTypes.StepOutcome:
                End(run, step, record, body);
                break;
            case RecordTypes.StepProbe:
                step.IsTouched = true;
                break;
            case RecordTypes.StepVerified:
                Verify(step, body);
                break;
            case RecordTypes.StepResolved or RecordTypes.UndoResolved:
                Resolve(run, step, record, body);
                break;
            case RecordTypes.ChildStarted or RecordTypes.ChildEnded:
                ChildFold.Apply(run, step, record, body);
                break;
            case RecordTypes.UndoIntent:
                (step.Phase, step.UndoHandle) = (StepPhase.UndoInDoubt, null);
                step.IntentEpoch = record.Epoch;
                run.IsUndoOpen = true;
                break;
            case RecordTypes.UndoOutcome:
                run.IsUndoOpen = true;
                EndUndo(step, record, body);
                break;
            case RecordTypes.UndoVerified:
                VerifyUndo(step, body);
                break;
        }
    }

    /// <summary>An attempt may have been begun although its line is lost.</summary>
    public static void TornIntent(StepState step, bool isTemporary)
    {
        step.IsTemporary |= isTemporary;
        if (step.Phase is not (StepPhase.Planned or StepPhase.Failed or StepPhase.Undone))
            return;
        step.Phase = StepPhase.InDoubt;
        step.IsBeforeLost |= !step.IsTouched;
        step.IsTouched = true;
        step.Attempts = Math.Max(step.Attempts, 1);
        step.Reason = "its intent may have been the last, unreadable line of the journal";
    }

    private static void Answer(StepState step, BodyView body)
    {
        step.QuestionsAnswered++;
        step.Answers[body.Text("question") ?? ""] = new GivenAnswer(body.Answer(), body.Text("planHash"));
        foreach (var id in body.Strings("signals"))
            step.SignalsTaken.Add(id);
    }

    private static void Decide(StepState step, JournalRecord record, BodyView body)
    {
        step.Decisions[body.Number("n")] = body.Is("value");
        if (body.Is("value"))
            return;
        step.Phase = StepPhase.Skipped;
        step.Reason = body.Text("text");
        step.EndedAt = record.At;
        step.OutcomeSeq = record.Seq;
    }

    private static void Intend(StepState step, JournalRecord record, BodyView body)
    {
        step.Phase = StepPhase.InDoubt;
        step.IntentEpoch = record.Epoch;
        step.Attempts = Math.Max(step.Attempts + 1, record.Attempt);
        step.StartedAt = body.Time("began") ?? record.At;
        step.FirstStartedAt ??= step.StartedAt;
        step.Before = body.Captured() ?? (step.IsTouched ? step.Before : null);
        step.IsTouched = true;
        step.IsBeforeLost = false;
        step.RerunOrdered = false;
        step.WasSatisfied = false;
        step.IsPutBack = false;
        step.IsTemporary = body.Is("temporary");
        step.Tried = Math.Max(1, body.Number("try"));
        step.RetryDue = null;
        step.Handle = null;
        step.Reason = "it was begun and its outcome was never written";
    }

    private static void End(RunState run, StepState step, JournalRecord record, BodyView body)
    {
        step.EndedAt = record.At;
        step.Evidence = body.Strings("notes");
        step.Reason = body.Text("error");
        var how = body.Text("as");
        if (how == Outcomes.Failed)
            step.Phase = StepPhase.Failed;
        // The attempt is known to have come to nothing: what comes next is another one, also for others.
        if (body.Is("proven"))
            step.Rounds++;
        if (how is Outcomes.Failed or Outcomes.Unknown)
            return;
        step.Phase = StepPhase.Ok;
        step.WasSatisfied = how == Outcomes.Satisfied;
        step.OutcomeSeq = record.Seq;
        step.ResultJson = body.Value("result");
        step.ResultBlob = body.Text("resultBlob");
        step.ResultType = body.Text("type");
        step.IsResultLost = body.Is("lost");
        if (body.Text("putsBack") is { } target)
            run.Step(target).IsPutBack = true;
    }

    private static void Verify(StepState step, BodyView body)
    {
        step.Evidence = [.. step.Evidence, .. body.Strings("checks")];
        step.Reason = body.Text("failed");
        if (step.Reason is null)
            step.Phase = StepPhase.Verified;
    }

    private static void Resolve(RunState run, StepState step, JournalRecord record, BodyView body)
    {
        step.Reason = $"{body.Text("as")} by {body.Text("by")}: {body.Text("reason")}";
        step.EndedAt = record.At;
        switch (body.Text("as"))
        {
            case "done":
                ResolveDone(step, record, body);
                break;
            case "failed":
                step.Phase = StepPhase.Failed;
                step.Reason = body.Text("error");
                break;
            case "undo-failed":
                step.Phase = StepPhase.UndoFailed;
                step.Reason = body.Text("error");
                break;
            case "not-begun":
                step.Phase = Enum.TryParse<StepPhase>(body.Text("was"), out var was)
                    ? was
                    : StepPhase.Planned;
                break;
            case "undone" when body.Is("unverified"):
                (step.Phase, step.IsUndoUnverified) = (StepPhase.Undone, true);
                break;
            case "rerun":
                step.RerunOrdered = true;
                step.Phase = step.Phase is StepPhase.UndoInDoubt or StepPhase.UndoFailed
                    ? StepPhase.UndoFailed
                    : StepPhase.Planned;
                break;
            case "skip":
                // What happened has happened: leaving it out then only waives its verification.
                step.Phase = step.Phase == StepPhase.Ok ? StepPhase.Verified : StepPhase.Skipped;
                break;
            case "undone" when step.Phase is StepPhase.Ok or StepPhase.Verified && step.IsOnRestoreList:
                step.IsPutBack = true;
                break;
            case "undone":
                step.Phase = StepPhase.Undone;
                Forget(step);
                break;
        }
        if (body.Text("putsBack") is { } target)
            run.Step(target).IsPutBack = true;
    }

    private static void ResolveDone(StepState step, JournalRecord record, BodyView body)
    {
        step.Phase = StepPhase.Ok;
        step.IsTouched = true;
        step.WasSatisfied = false;
        step.IsResultLost = body.Is("lost");
        step.IsTemporary |= body.Is("temporary");
        step.OutcomeSeq = step.OutcomeSeq == 0 ? record.Seq : step.OutcomeSeq;
        step.ResultJson = body.Value("result");
        step.ResultBlob = body.Text("resultBlob");
        step.ResultType = null;
        if (body.Strings("notes") is { Count: > 0 } notes)
            step.Evidence = notes;
    }

    private static void EndUndo(StepState step, JournalRecord record, BodyView body)
    {
        step.EndedAt = record.At;
        step.Reason = body.Text("error");
        var how = body.Text("as");
        step.Phase = how switch
        {
            Outcomes.Failed => StepPhase.UndoFailed,
            Outcomes.Unknown => StepPhase.UndoInDoubt,
            _ => StepPhase.Undone,
        };
        if (body.Is("proven"))
            step.UndoRounds++;
        // What was captured is still needed to look whether it really is back.
        step.IsUndoUnverified = how == Outcomes.Ok;
        if (step.Phase == StepPhase.Undone && !step.IsUndoUnverified)
            Forget(step);
    }

    private static void VerifyUndo(StepState step, BodyView body)
    {
        step.IsUndoUnverified = false;
        step.Reason = body.Text("failed");
        if (step.Reason is null)
            Forget(step);
        else
            step.Phase = StepPhase.UndoFailed;
    }

    // What was taken back can be done again: as if it had never run, but with its attempts counted.
    private static void Forget(StepState step)
    {
        step.Rounds += step.IsTouched ? 1 : 0;
        step.IsTouched = false;
        step.IsTemporary = false;
        step.IsPutBack = false;
        step.IsUndoUnverified = false;
        step.IsResultLost = false;
        step.WasSatisfied = false;
        step.Before = null;
        step.Child = null;
        step.IsBeforeLost = false;
        step.ResultJson = default;
        step.ResultBlob = null;
        step.OutcomeSeq = 0;
        step.Handle = null;
        step.UndoHandle = null;
        step.RetryDue = null;
        step.Answers.Clear();
        step.Decisions.Clear();
    }
}
