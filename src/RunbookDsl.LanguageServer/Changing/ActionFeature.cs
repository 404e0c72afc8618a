using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/codeAction</c>: what mends a mistake, and what a step still lacks.</summary>
internal sealed class ActionFeature(Scripts scripts, OperationBook book)
{
    public JsonNode? Offer(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (
            Scripts.Document(parameters, documents) is not { } document
            || !parameters.TryGetProperty("range", out var range)
        )
            return null;
        var lines = TextLines.Of(document.Text);
        var start = Wire.Offset(lines, range.GetProperty("start"));
        var end = Math.Max(start, Wire.Offset(lines, range.GetProperty("end")));
        if (scripts.At(document, start, documents, cancellation) is not { } place)
            return null;
        var span = TextSpan.FromBounds(start, end);
        var offers = new JsonArray();
        foreach (var offer in Fixes(place, span, cancellation))
            offers.Add((JsonNode)Of(offer, "quickfix"));
        foreach (var offer in StepOffers.At(place, book, cancellation))
            offers.Add((JsonNode)Of(offer, "refactor.rewrite"));
        return offers;
    }

    private static IEnumerable<Offer> Fixes(Place place, TextSpan span, CancellationToken cancellation)
    {
        foreach (var wrong in place.Kept.Diagnose(cancellation))
            if (
                wrong.Suggestion is { } name
                && wrong.Path == place.Path
                && new TextSpan(wrong.Start, wrong.Length).IntersectsWith(span)
            )
                yield return new(
                    $"Write '{name}'",
                    [new(place.Path, place.Text, new(wrong.Start, wrong.Length), name)]
                );
        foreach (var finding in place.Kept.Lint(place.Tree, cancellation))
            if (finding.Span.IntersectsWith(span))
                foreach (var fix in finding.Fixes)
                    yield return new(
                        fix.Title,
                        [
                            .. fix.Edits.Select(e => new OfferedEdit(
                                e.Path,
                                place.Analysis.TreeOf(e.Path)?.GetText(cancellation) ?? place.Text,
                                e.Span,
                                e.NewText
                            )),
                        ]
                    );
    }

    private static JsonObject Of(Offer offer, string kind)
    {
        var changes = new JsonObject();
        foreach (var file in offer.Edits.GroupBy(e => e.Path))
        {
            var edits = new JsonArray();
            foreach (var edit in file)
                edits.Add((JsonNode)Wire.Edit(edit.Text, edit.Span, edit.Written));
            changes[DocumentUri.Of(file.Key)] = edits;
        }
        return new JsonObject
        {
            ["title"] = offer.Title,
            ["kind"] = kind,
            ["edit"] = new JsonObject { ["changes"] = changes },
        };
    }
}
