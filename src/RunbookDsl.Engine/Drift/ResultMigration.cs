using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Whether a stored result still is what today's plan reads: of the same type, or written out again without
/// loss, or converted by the step's own converter.
/// </summary>
internal sealed class ResultMigration(RunHistory history, Plan from)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _converted = [];

    /// <summary>Results that are stored in another form from now on, by the steps' ids of today.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Converted => _converted;

    /// <summary>Null when the result can be read; else why it cannot, and what helps.</summary>
    public string? Problem(StepState old, PlannedStep step)
    {
        if (!(old.Phase is StepPhase.Ok or StepPhase.Verified) || IsSameType(old, step))
            return null;
        var (json, wanted) = (Stored(old), step.Action.ResultType);
        if (wanted == typeof(Unit) || (json is { } stored && IsReadable(stored, step.Action)))
            return null;
        foreach (var converter in step.Spec.Converters)
            if (Convert(json, converter, step) is { } converted)
            {
                _converted[step.Id] = converted;
                return null;
            }
        var (was, now) = (TypeText(old), NameOf(step));
        var differs = was == now ? $"a {was} with other members" : $"{was}, no {now}";
        return $"it is done already, and its stored result is {differs}: "
            + $"give the step .ConvertsFrom<…>(old => …), or keep the type";
    }

    private bool IsSameType(StepState old, PlannedStep step) =>
        old.ResultType is { } was && step.Spec.Code?.ResultType is { } now
            ? was == now
            : from.Find(old.Id)?.Action.ResultType == step.Action.ResultType;

    private JsonElement? Stored(StepState old)
    {
        if (old.ResultBlob is not { } blob)
            return old.Result.ValueKind == JsonValueKind.Undefined ? null : old.Result;
        using var document = JsonDocument.Parse(PlannedSteps.Blob(history, blob));
        return document.RootElement.Clone();
    }

    // What is written again as it was has lost nothing and gained nothing.
    private static bool IsReadable(JsonElement stored, Operation action)
    {
        try
        {
            return ResultCodec.Read(stored, action) is { } value
                && IsSame(stored, ResultCodec.Json(value, action.ResultJson));
        }
        catch (Exception e) when (IsMismatch(e))
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte>? Convert(
        JsonElement? stored,
        ResultConverter converter,
        PlannedStep step
    )
    {
        try
        {
            object? old = Unit.Value;
            if (stored is { } json)
            {
                old = ResultCodec.Read(json, converter.From);
                if (old is null || !IsSame(json, ResultCodec.Json(old, null)))
                    return null;
            }
            else if (converter.From != typeof(Unit))
                return null;
            return ResultCodec.Json(converter.Convert(old), step.Action.ResultJson);
        }
        catch (Exception e) when (IsMismatch(e))
        {
            return null;
        }
    }

    private static bool IsSame(JsonElement stored, ReadOnlyMemory<byte> written)
    {
        using var again = JsonDocument.Parse(written);
        return JsonElement.DeepEquals(stored, again.RootElement);
    }

    private static bool IsMismatch(Exception e) =>
        e
            is JsonException
                or InvalidOperationException
                or NotSupportedException
                or FormatException
                or ArgumentException;

    private string TypeText(StepState old) =>
        old.ResultType is { } type ? Name(type)
        : from.Find(old.Id)?.Action.ResultType is { } known ? known.Name
        : "another type";

    private static string NameOf(PlannedStep step) =>
        step.Spec.Code?.ResultType is { } type ? Name(type) : step.Action.ResultType.Name;

    private static string Name(string type) => type.Split('#')[0];
}
