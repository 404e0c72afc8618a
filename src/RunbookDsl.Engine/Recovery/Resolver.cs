using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>Writes decisions of people about steps, after checking that they make sense for the state the step is in.</summary>
internal static class Resolver
{
    public static void Apply(RunScope scope, PlannedStep step, Resolution resolution)
    {
        if (string.IsNullOrWhiteSpace(resolution.Reason))
            throw new EngineException("a decision wants its reason: add --reason \"…\".");
        var state = scope.State.Step(step.Id);
        Check(state, resolution);
        var result = Result(step, resolution);
        scope.Append(
            Body.Record(
                RecordTypes.StepResolved,
                step.Id,
                state.Attempts,
                w =>
                {
                    w.WriteString("as", resolution.As.ToString().ToLowerInvariant());
                    w.WriteString("by", scope.Services.Operator);
                    w.WriteString("reason", resolution.Reason);
                    if (result is { } json)
                        w.WriteRawProperty("result", json);
                    if (resolution.As == ResolutionKind.Done && step.Action is IPutsBack puts)
                        w.WriteString("putsBack", puts.TargetId);
                }
            )
        );
        scope.Commit();
    }

    private static void Check(StepState state, Resolution resolution)
    {
        var isAllowed = resolution.As switch
        {
            ResolutionKind.Done => state.Phase is StepPhase.InDoubt or StepPhase.Failed or StepPhase.Planned,
            ResolutionKind.Rerun => state.Phase is StepPhase.InDoubt or StepPhase.Failed or StepPhase.Undone,
            ResolutionKind.Undone => state.Phase is not (StepPhase.Planned or StepPhase.Skipped),
            _ => state.Phase is not StepPhase.Verified,
        };
        if (!isAllowed)
            throw new EngineException(
                $"'{state.Id}' is {state.Phase}: it cannot be resolved as {resolution.As.ToString().ToLowerInvariant()}. "
                    + "`runbook show` tells how each step stands."
            );
    }

    private static JsonElement? Result(PlannedStep step, Resolution resolution)
    {
        if (resolution.ResultJson is not { } text)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            ResultCodec.Read(document.RootElement, step.Action);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new EngineException(
                $"the result given for '{step.Id}' is no JSON of a {step.Action.ResultType.Name}: {e.Message}"
            );
        }
    }

    private static void WriteRawProperty(this Utf8JsonWriter writer, string name, JsonElement json)
    {
        writer.WritePropertyName(name);
        json.WriteTo(writer);
    }
}
