using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// <c>textDocument/prepareRename</c> and <c>textDocument/rename</c>, in all files that know the name. What
/// would not compile afterwards is refused.
/// </summary>
internal sealed class RenameFeature(Scripts scripts)
{
    public JsonNode? Prepare(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        var token = place.WordAt();
        return Own(place, token, cancellation) is null
            ? null
            : new JsonObject
            {
                ["range"] = Wire.Range(place.Text, token.Span),
                ["placeholder"] = token.ValueText,
            };
    }

    public JsonNode? Rename(JsonElement parameters, DocumentSet documents, CancellationToken cancellation)
    {
        var name = Wire.String(parameters, "newName") ?? "";
        var bare = name.StartsWith('@') ? name[1..] : name;
        if (
            !SyntaxFacts.IsValidIdentifier(bare)
            || (bare == name && SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        )
            throw new RpcException(RpcException.RequestFailed, $"'{name}' is no name in C#.");
        if (scripts.At(parameters, documents, cancellation) is not { } place)
            return null;
        var token = place.WordAt();
        if (Own(place, token, cancellation) is not { } symbol)
            throw new RpcException(
                RpcException.RequestFailed,
                "Only what a script declares can be renamed: variables, functions, types and their members."
            );
        var found = Everywhere.Of(place, symbol, scripts, cancellation);
        Check(place, found, name, cancellation);
        return Edit(found, name);
    }

    private static ISymbol? Own(Place place, SyntaxToken token, CancellationToken cancellation) =>
        token.IsKind(SyntaxKind.IdentifierToken)
        && token.Span.IntersectsWith(place.Offset)
        && SymbolAt.Find(place, token, cancellation) is { } symbol
        && Everywhere.Declaration(symbol) is not null
            ? symbol
            : null;

    // Renamed on trial: whatever is wrong then and was not before would be our doing.
    private void Check(
        Place place,
        IReadOnlyList<Occurrence> found,
        string name,
        CancellationToken cancellation
    )
    {
        var entry = place.Analysis.Request.Path;
        var changed = place.Documents;
        foreach (var file in found.GroupBy(o => o.Path))
        {
            var text = changed.Find(file.Key)?.Text ?? file.First().Tree.GetText(cancellation);
            var after = text.WithChanges(file.Select(o => new TextChange(o.Span, name)));
            changed = changed.With(new(DocumentUri.Of(file.Key), file.Key, 0, after));
        }
        var before = Errors(place.Kept, cancellation);
        var kept = scripts.Trial(entry, changed, cancellation);
        var errors = Errors(kept, cancellation);
        if (errors.Count > before.Count)
        {
            var said = errors.Except(before).FirstOrDefault() ?? errors[0];
            throw new RpcException(RpcException.RequestFailed, $"'{name}' cannot be used here: {said}");
        }
    }

    private static List<string> Errors(KeptAnalysis kept, CancellationToken cancellation) =>
        [
            .. kept.Diagnose(cancellation)
                .Where(d => d.Diagnostic.Severity == ScriptSeverity.Error)
                .Select(d => d.Diagnostic.Message),
        ];

    private static JsonObject Edit(IReadOnlyList<Occurrence> found, string name)
    {
        var changes = new JsonObject();
        foreach (var file in found.GroupBy(o => o.Path))
        {
            var edits = new JsonArray();
            foreach (var occurrence in file)
                edits.Add((JsonNode)Wire.Edit(occurrence.Tree.GetText(), occurrence.Span, name));
            changes[DocumentUri.Of(file.Key)] = edits;
        }
        return new JsonObject { ["changes"] = changes };
    }
}
