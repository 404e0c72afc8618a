using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes a step's intent and outcome. An outcome is durable before anybody acts on it.</summary>
internal sealed class OutcomeRecords(RunScope scope, PlannedStep step, RunStepContext context)
{
    private const int LargestInline = 16 * 1024;

    private int Attempt => scope.State.Step(step.Id).Attempts;

    public void Intent(Captured? before, DateTimeOffset? began = null) =>
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
        var blob = json.Length > LargestInline ? scope.Journal.WriteBlob(json.Span) : null;
        Append(
            how,
            evidence,
            w =>
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
        );
    }

    public void Failed(string error) =>
        Append(Outcomes.Failed, context.Notes, w => w.WriteString("error", error));

    public void Unknown(string error) =>
        Append(Outcomes.Unknown, context.Notes, w => w.WriteString("error", error));

    private void Append(string how, IReadOnlyList<string> notes, Action<BodyWriter> more)
    {
        scope.Append(
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
            )
        );
        scope.Commit();
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
        if (scope.Redactor.IsEmpty)
            return (json, null);
        var text = System.Text.Encoding.UTF8.GetString(json.Span);
        return (System.Text.Encoding.UTF8.GetBytes(scope.Redactor.Mask(text)), null);
    }
}
