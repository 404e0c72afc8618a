using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/formatting</c> and <c>rangeFormatting</c>. A script that does not parse is left
/// as it
/// is.</summary>
internal sealed class FormatFeature(Scripts scripts)
{
    public JsonNode? Whole(JsonElement parameters, DocumentSet documents, CancellationToken cancellation) =>
        Of(parameters, documents, (0, int.MaxValue), cancellation);

    public JsonNode? Part(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (!parameters.TryGetProperty("range", out var range))
            throw new RpcException(RpcException.InvalidParams, "no range is given");
        var first = (int)Wire.Number(range.GetProperty("start"), "line");
        var last = (int)Wire.Number(range.GetProperty("end"), "line");
        return Of(parameters, documents, (Math.Max(0, first), last), cancellation);
    }

    private JsonArray? Of(
        JsonElement parameters,
        DocumentSet documents,
        (int First, int Last) lines,
        CancellationToken cancellation
    )
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        var edits = new JsonArray();
        foreach (var change in new Layout(place.Text, place.Root).Changes(lines.First, lines.Last))
            edits.Add((JsonNode)Wire.Edit(place.Text, change.Span, change.NewText ?? ""));
        if (lines.Last == int.MaxValue && place.Text.Length > 0 && place.Text[^1] is not ('\n' or '\r'))
            edits.Add((JsonNode)Wire.Edit(place.Text, new TextSpan(place.Text.Length, 0), "\n"));
        return edits;
    }
}
