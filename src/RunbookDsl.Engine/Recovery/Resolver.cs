using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Writes decisions of people about steps, after checking that they make sense for the state the step is in.
/// </summary>
internal static class Resolver
{
    public static void Apply(RunScope scope, PlannedStep step, Resolution resolution)
    {
        if (string.IsNullOrWhiteSpace(resolution.Reason))
            throw new EngineException("a decision wants its reason: add --reason \"…\".");
        var state = scope.State.Step(step.Id);
        Check(state, resolution);
        var result = Result(scope, step, resolution);
        scope.Append(
            Body.Record(
                RecordTypes.StepResolved,
                step.Id,
                state.Attempts,
                w =>
                {
                    w.WriteString("as", Word(resolution.As));
                    w.WriteString("by", scope.Services.Operator);
                    w.WriteString("reason", resolution.Reason);
                    if (result is { } json)
                        w.WriteRaw("result", json.Span);
                    w.Flag("temporary", resolution.As == ResolutionKind.Done && step.Action.IsTemporary);
                    if (resolution.As == ResolutionKind.Done && step.Action is IPutsBack puts)
                        w.WriteString("putsBack", puts.TargetId);
                }
            )
        );
        scope.Commit();
    }

    public static string Word(ResolutionKind kind) =>
        kind switch
        {
            ResolutionKind.Done => "done",
            ResolutionKind.Rerun => "rerun",
            ResolutionKind.Undone => "undone",
            _ => "skip",
        };

    private static void Check(StepState state, Resolution resolution)
    {
        var isAllowed = resolution.As switch
        {
            // What is done already may still want the result that nobody has.
            ResolutionKind.Done => state.Phase
                is StepPhase.InDoubt
                    or StepPhase.Failed
                    or StepPhase.Planned
                    or StepPhase.Undone
                || (state.Phase is StepPhase.Ok or StepPhase.Verified && resolution.ResultJson is not null),
            ResolutionKind.Rerun => state.Phase
                is StepPhase.InDoubt
                    or StepPhase.Failed
                    or StepPhase.Undone
                    or StepPhase.UndoInDoubt
                    or StepPhase.UndoFailed,
            ResolutionKind.Undone => state.Phase is not (StepPhase.Planned or StepPhase.Undone),
            _ => state.Phase is not (StepPhase.Verified or StepPhase.Skipped),
        };
        if (!isAllowed)
            throw new EngineException(
                $"'{state.Id}' is {state.Phase}: it cannot be resolved as {Word(resolution.As)}. "
                    + "`runbook show` tells how each step stands."
            );
    }

    private static ReadOnlyMemory<byte>? Result(RunScope scope, PlannedStep step, Resolution resolution)
    {
        if (resolution.As != ResolutionKind.Done)
            return null;
        if (resolution.ResultJson is { } text)
            return Parsed(step, text);
        var type = step.Action.ResultType;
        if (type == typeof(Answer))
            return Written(step, new Answer(true, scope.Services.Operator, scope.Now, resolution.Reason));
        if (type == typeof(Verdict))
            return Written(step, Verdict.Pass(resolution.Reason));
        if (step.IsResultWanted(scope.Plan))
            throw new EngineException(
                $"the result of '{step.Id}' ({type.Name}) is read later: give it with --result JSON."
            );
        return null;
    }

    private static ReadOnlyMemory<byte> Written(PlannedStep step, object result) =>
        ResultCodec.Json(result, step.Action.ResultJson);

    private static ReadOnlyMemory<byte> Parsed(PlannedStep step, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (
                ResultCodec.Read(document.RootElement, step.Action) is null
                && step.Action.ResultType.IsValueType
            )
                throw new JsonException("null is none");
            return ResultCodec.Compact(document.RootElement);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw new EngineException(
                $"the result given for '{step.Id}' is no JSON of a {step.Action.ResultType.Name}: {e.Message}"
            );
        }
    }
}
