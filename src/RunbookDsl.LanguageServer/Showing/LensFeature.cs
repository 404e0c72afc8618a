using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// <c>textDocument/codeLens</c>: over the title what can be done with the runbook and how its last rehearsal
/// went, over each step how long it took there. The editor starts commands; the server starts nothing.
/// </summary>
internal sealed class LensFeature(Scripts scripts)
{
    public const string Plan = "runbook.plan";
    public const string Rehearse = "runbook.rehearse";
    public const string ShowSnapshot = "runbook.showSnapshot";

    public JsonNode? List(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        var lenses = new JsonArray();
        var last = LastRehearsal.Of(place.Path);
        foreach (var call in place.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (call.Expression is IdentifierNameSyntax { Identifier.ValueText: "Runbook" } title)
                foreach (var lens in OfRunbook(place, title, last))
                    lenses.Add((JsonNode)lens);
            else if (
                last is not null
                && ScriptNames.IsStep(call)
                && ScriptNames.IdOf(call) is { } id
                && last.Took(id) is { } took
            )
                lenses.Add(
                    (JsonNode)Lens(
                        place,
                        call.Expression,
                        $"{took} when last rehearsed",
                        ShowSnapshot,
                        last.Path
                    )
                );
        }
        return lenses;
    }

    private static IEnumerable<JsonObject> OfRunbook(Place place, SyntaxNode title, LastRehearsal? last)
    {
        yield return Lens(place, title, "plan", Plan, place.Path);
        if (File.Exists(Path.ChangeExtension(place.Path, ".world.csx")))
            yield return Lens(place, title, "rehearse", Rehearse, place.Path);
        if (last is not null)
            yield return Lens(place, title, last.Summary, ShowSnapshot, last.Path);
    }

    private static JsonObject Lens(Place place, SyntaxNode node, string title, string command, string path) =>
        new()
        {
            ["range"] = Wire.Range(place.Text, node.Span),
            ["command"] = new JsonObject
            {
                ["title"] = title,
                ["command"] = command,
                ["arguments"] = new JsonArray(path),
            },
        };
}
