using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes a step's intent and outcome. An outcome is durable before anybody acts on it.</summary>
internal sealed class OutcomeRecords(RunScope scope, PlannedStep step, RunStepContext context)
{
    private const int LargestInline = 16 * 1024;

    private int Attempt => scope.State.Step(step.Id).Attempts;

    public void Intent(Captured? before, int tried = 1, DateTimeOffset? began = null) =>
        scope.Append(
            Body.Record(
                RecordTypes.StepIntent,
                step.Id,
                Attempt + 1,
                w =>
                {
                    w.WriteString("op", step.Action.Kind);
                    if (began is { } time)
                        w.WriteString("began", time);
                    if (tried > 1)
                        w.WriteNumber("try", tried);
                    w.Flag("temporary", step.Action.IsTemporary);
                    w.Captured(before);
                }
            )
        );

    public void Ended(string how, object? result, IReadOnlyList<string> evidence)
    {
        // Remembered first: what was read from an operation is what the journal will give back.
        scope.Remember(step.Id, result);
        var (json, problem) = Json(result);
        if (problem is not null)
            evidence = [.. evidence, problem];
        string? blob = null;
        var whole = Record(how, evidence, Result);
        if (json.Length > LargestInline)
            Keeping(whole, () => blob = scope.Journal.WriteBlob(json.Span));
        Append(blob is null ? whole : Record(how, evidence, Result), whole);
        return;

        void Result(BodyWriter w)
        {
            if (blob is not null)
                w.WriteString("resultBlob", blob);
            else if (json.Length > 0)
                w.WriteRaw("result", json.Span);
            if (json.Length > 0)
                w.Optional("type", step.Spec.Code?.ResultType);
            w.Flag("lost", problem is not null);
            if (step.Action is IPutsBack puts)
                w.WriteString("putsBack", puts.TargetId);
        }
    }

    public void Failed(string error, bool isProven) =>
        Append(
            Record(
                Outcomes.Failed,
                context.Notes,
                w =>
                {
                    w.WriteString("error", error);
                    w.Flag("proven", isProven);
                }
            )
        );

    public void Unknown(string error) =>
        Append(Record(Outcomes.Unknown, context.Notes, w => w.WriteString("error", error)));

    /// <summary>
    /// The intent is durable, but only because the reserve was given up: nothing was begun, and the step is
    /// as its earlier attempts left it.
    /// </summary>
    public void NotBegun(StepPhase was)
    {
        scope.Append(
            Body.Record(
                RecordTypes.StepResolved,
                step.Id,
                Attempt,
                w =>
                {
                    w.WriteString("as", "not-begun");
                    w.WriteString("was", was.ToString());
                    w.WriteString("by", "runbook");
                    w.WriteString("reason", "the journal's disk was full");
                }
            )
        );
        scope.Commit();
    }

    private JournalRecord Record(string how, IReadOnlyList<string> notes, Action<BodyWriter> more) =>
        Body.Record(
            RecordTypes.StepOutcome,
            step.Id,
            Attempt,
            w =>
            {
                w.WriteString("as", how);
                more(w);
                w.Strings("notes", scope.Redactor.Mask(notes));
            }
        );

    /// <param name="record">What the journal gets.</param>
    /// <param name="whole">The same with the result in it, for a place that has no large values.</param>
    private void Append(JournalRecord record, JournalRecord? whole = null) =>
        Keeping(
            whole ?? record,
            () =>
            {
                scope.Append(record);
                scope.Commit();
            }
        );

    // What only looks, asks a person, or was found as it is can be looked at and asked again.
    private void Keeping(JournalRecord whole, Action write)
    {
        var hasHappened =
            step.IsMutating()
            && step.Action.Effect != EffectClass.Human
            && scope.State.Step(step.Id).Phase == StepPhase.InDoubt;
        try
        {
            write();
        }
        catch (JournalException e) when (hasHappened)
        {
            throw new OutcomeSpill(scope, step).Keep(whole, e);
        }
    }

    // The effect has happened: that its result cannot be written must not lose the outcome.
    private (ReadOnlyMemory<byte> Json, string? Problem) Json(object? result)
    {
        if (result is null or Unit)
            return default;
        ReadOnlyMemory<byte> json;
        try
        {
            json = ResultCodec.Json(result, step.Action.ResultJson);
            if (!scope.Redactor.IsEmpty)
                json = MaskedJson.Of(json, scope.Redactor);
        }
        catch (Exception e)
            when (e
                    is NotSupportedException
                        or JsonException
                        or ArgumentException
                        or InvalidOperationException
            )
        {
            return (default, $"the result is no JSON and is not journaled: {e.Message}");
        }
        return (json, null);
    }
}
