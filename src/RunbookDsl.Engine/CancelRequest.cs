using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>What another terminal says to a run at work: stop, or cancel what is at work.</summary>
/// <param name="Epoch">The process that is meant (<see cref="RunHistory.Epoch"/>): a later one does not heed
/// it.</param>
/// <param name="By">Who says it.</param>
/// <param name="IsNow">Whether the steps at work are cancelled; else they end first.</param>
public sealed record CancelRequest(long Epoch, string By, bool IsNow)
{
    internal const string Stop = "stop";
    internal const string Now = "now";

    /// <summary>The signal's id: the same request twice is one.</summary>
    public string Id => $"cancel-{Epoch}-{(IsNow ? Now : Stop)}";

    /// <summary>The signal's content.</summary>
    public ReadOnlyMemory<byte> Content() =>
        Body.Object(w =>
        {
            w.WriteString("cancel", IsNow ? Now : Stop);
            w.WriteNumber("epoch", Epoch);
            w.WriteString("by", By);
        });

    /// <summary>Null when the signal is none.</summary>
    internal static CancelRequest? Read(Signal signal)
    {
        if (!signal.Id.StartsWith("cancel-", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(signal.Content);
            var text = new BodyView(ResultCodec.Compact(document.RootElement));
            return text.Text("cancel") is { } how
                ? new CancelRequest(text.Number("epoch"), text.Text("by") ?? "somebody", how == Now)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
