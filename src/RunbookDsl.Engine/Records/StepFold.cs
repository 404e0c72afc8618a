using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Folds the records of one step.</summary>
internal static class StepFold
{
    public static void Apply(RunState run, StepState step, JournalRecord record, JsonElement body)
    {
        switch (record.Type)
        {
            case RecordTypes.Decision:
                Decide(step, record, body);
                break;
            case RecordTypes.TimerSet:
                step.TimerDue = body.Time("due");
                step.TimerAtMost = body.Milliseconds("atMostMs");
                break;
            case RecordTypes.TimerFired:
                step.TimerFired = true;
                break;
            case RecordTypes.SignalReceived:
                step.Answers[body.Text("question") ?? ""] = body.Answer();
                break;
            case RecordTypes.StepIntent:
                Intend(step, record, body);
                break;
            case RecordTypes.StepOutcome:
                End(run, step, record, body);
                break;
            case RecordTypes.StepVerified:
                Verify(step, body);
                break;
            case RecordTypes.StepResolved or RecordTypes.UndoResolved:
                Resolve(run, step, record, body);
                break;
            case RecordTypes.UndoIntent:
                step.Phase = StepPhase.UndoInDoubt;
                break;
            case RecordTypes.UndoOutcome:
                EndUndo(step, record, body);
                break;
        }
    }

    public static void TornIntent(StepState step, int attempt)
    {
        if (step.Phase is not (StepPhase.Planned or StepPhase.Failed or StepPhase.Undone))
            return;
        step.Phase = StepPhase.InDoubt;
        step.Attempts = Math.Max(step.Attempts, attempt);
        step.Reason = "its intent was the last, unreadable line of the journal";
    }

    private static void Decide(StepState step, JournalRecord record, JsonElement body)
    {
        step.Decisions[body.Text("text") ?? ""] = body.Is("value");
        if (body.Is("value"))
            return;
        step.Phase = StepPhase.Skipped;
        step.Reason = body.Text("text");
        step.EndedAt = record.At;
    }

    private static void Intend(StepState step, JournalRecord record, JsonElement body)
    {
        step.Phase = StepPhase.InDoubt;
        step.Attempts = Math.Max(step.Attempts + 1, record.Attempt);
        step.StartedAt = body.Time("began") ?? record.At;
        step.FirstStartedAt ??= step.StartedAt;
        step.RerunOrdered = false;
        step.WasSatisfied = false;
        step.IsTemporary = body.Is("temporary");
        step.Before = body.Captured() ?? step.Before;
        step.Reason = "it was begun and its outcome was never written";
    }

    private static void End(RunState run, StepState step, JournalRecord record, JsonElement body)
    {
        step.EndedAt = record.At;
        step.Evidence = body.Strings("notes");
        step.Reason = body.Text("error");
        var how = body.Text("as");
        if (how == Outcomes.Failed)
            step.Phase = StepPhase.Failed;
        if (how is Outcomes.Failed or Outcomes.Unknown)
            return;
        step.Phase = StepPhase.Ok;
        step.WasSatisfied = how == Outcomes.Satisfied;
        step.OutcomeSeq = record.Seq;
        step.Result = body.Value("result");
        step.ResultBlob = body.Text("resultBlob");
        if (body.Text("putsBack") is { } target)
            run.Step(target).IsPutBack = true;
    }

    private static void Verify(StepState step, JsonElement body)
    {
        step.Evidence = [.. step.Evidence, .. body.Strings("checks")];
        step.Reason = body.Text("failed");
        if (step.Reason is null)
            step.Phase = StepPhase.Verified;
    }

    private static void Resolve(RunState run, StepState step, JournalRecord record, JsonElement body)
    {
        step.Reason = $"{body.Text("as")} by {body.Text("by")}: {body.Text("reason")}";
        step.EndedAt = record.At;
        switch (body.Text("as"))
        {
            case "done":
                step.Phase = StepPhase.Ok;
                step.OutcomeSeq = record.Seq;
                step.Result = body.Value("result");
                break;
            case "rerun":
                step.Phase = StepPhase.Planned;
                step.RerunOrdered = true;
                break;
            case "skip":
                step.Phase = StepPhase.Skipped;
                break;
            case "undone":
                step.Phase = StepPhase.Undone;
                step.IsPutBack = true;
                break;
        }
        if (body.Text("putsBack") is { } target)
            run.Step(target).IsPutBack = true;
        run.NextIsSuspect = false;
    }

    private static void EndUndo(StepState step, JournalRecord record, JsonElement body)
    {
        step.EndedAt = record.At;
        step.Reason = body.Text("error");
        step.Phase = body.Text("as") switch
        {
            Outcomes.Failed => StepPhase.UndoFailed,
            Outcomes.Unknown => StepPhase.UndoInDoubt,
            _ => StepPhase.Undone,
        };
        if (step.Phase == StepPhase.Undone)
            Forget(step);
    }

    // What was taken back can be done again: as if it had never run, but with its attempts counted.
    private static void Forget(StepState step)
    {
        step.Before = null;
        step.WasSatisfied = false;
        step.Answers.Clear();
        step.Decisions.Clear();
    }
}
