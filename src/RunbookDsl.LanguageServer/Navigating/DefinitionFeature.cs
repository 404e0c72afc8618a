using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary><c>textDocument/definition</c>: into loaded files, to steps named by their ids, and for what has
/// no source into a document made of what is known of it.</summary>
internal sealed class DefinitionFeature(Scripts scripts, SymbolDocuments documentsOfSymbols)
{
    public JsonNode? Find(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        if (LoadedFile(place) is { } loaded)
            return loaded;
        var token = place.WordAt();
        if (!token.Span.IntersectsWith(place.Offset))
            return null;
        if (Step(place, token) is { } step)
            return step;
        if (SymbolAt.Find(place, token, cancellation) is not { } symbol)
            return null;
        var found = new JsonArray();
        foreach (var location in Occurrences.Root(symbol).Locations.Where(l => l.IsInSource))
            found.Add(
                (JsonNode)
                    Wire.Location(
                        location.SourceTree!.FilePath,
                        location.SourceTree.GetText(cancellation),
                        location.SourceSpan
                    )
            );
        if (found.Count == 0 && documentsOfSymbols.LocationOf(symbol, place.Compilation) is { } shown)
            found.Add((JsonNode)shown);
        return found;
    }

    private static JsonObject? LoadedFile(Place place)
    {
        foreach (var load in place.Root.GetLoadDirectives())
            if (
                load.FullSpan.Contains(place.Offset)
                && load.File.ValueText is { Length: > 0 } name
                && !name.Contains('\0', StringComparison.Ordinal)
            )
            {
                var path = Path.GetFullPath(name, Path.GetDirectoryName(place.Path) ?? "/");
                return File.Exists(path) || place.Documents.Find(path) is not null
                    ? Wire.Location(path, SourceText.From(""), default)
                    : null;
            }
        return null;
    }

    // .Needs("lower-the-ttl")
    private static JsonNode? Step(Place place, SyntaxToken token)
    {
        if (
            token.Parent is not LiteralExpressionSyntax literal
            || literal.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || ScriptNames.VerbOf(call) is not ("Needs" or "PutBack")
        )
            return null;
        foreach (var tree in place.Compilation.SyntaxTrees)
        foreach (var name in ScriptNames.In(tree.GetRoot()))
            if (name.Kind == ScriptNames.StepKind && name.Text == literal.Token.ValueText)
                return Wire.Location(tree.FilePath, tree.GetText(), name.Node.Span);
        return null;
    }
}
