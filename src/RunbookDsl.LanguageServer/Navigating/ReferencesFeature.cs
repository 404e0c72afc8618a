using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/references</c> and <c>textDocument/documentHighlight</c>.</summary>
internal sealed class ReferencesFeature(Scripts scripts)
{
    public JsonNode? Find(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        var withDeclaration =
            !parameters.TryGetProperty("context", out var context)
            || !context.TryGetProperty("includeDeclaration", out var wanted)
            || wanted.ValueKind != JsonValueKind.False;
        var found = new JsonArray();
        foreach (var occurrence in All(parameters, documents, cancellation))
            if (withDeclaration || !occurrence.IsDeclaration)
                found.Add(
                    (JsonNode)
                        Wire.Location(occurrence.Path, occurrence.Tree.GetText(cancellation), occurrence.Span)
                );
        return found;
    }

    public JsonNode? Highlight(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        var found = new JsonArray();
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return found;
        var token = place.WordAt();
        if (SymbolAt.Find(place, token, cancellation) is { } symbol)
            foreach (var occurrence in Occurrences.Of(symbol, place.Compilation, cancellation))
                if (occurrence.Tree == place.Tree)
                    found.Add(
                        (JsonNode)
                            new JsonObject
                            {
                                ["range"] = Wire.Range(place.Text, occurrence.Span),
                                ["kind"] = occurrence.IsDeclaration ? 3 : 2,
                            }
                    );
        return found;
    }

    private IReadOnlyList<Occurrence> All(
        JsonElement parameters,
        DocumentSet documents,
        CancellationToken cancellation
    )
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return [];
        var token = place.WordAt();
        return
            token.Span.IntersectsWith(place.Offset) && SymbolAt.Find(place, token, cancellation) is { } symbol
            ? Everywhere.Of(place, symbol, scripts, cancellation)
            : [];
    }
}
