using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>What answers which request.</summary>
internal sealed class RequestTable
{
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    public RequestTable(Scripts scripts, ClientAbilities client)
    {
        var book = new OperationBook();
        var description = new Description(book);
        var completion = new CompletionFeature(scripts, description, client);
        _answers["textDocument/completion"] = completion.Complete;
        _answers["completionItem/resolve"] = (item, _, _) => completion.Resolve(item);
        _answers["textDocument/hover"] = new HoverFeature(scripts, description).Hover;
        _answers["textDocument/signatureHelp"] = new SignatureFeature(scripts, description).Help;
        var documents = new SymbolDocuments(scripts.Options.DocumentsDirectory);
        _answers["textDocument/definition"] = new DefinitionFeature(scripts, documents).Find;
        var references = new ReferencesFeature(scripts);
        _answers["textDocument/references"] = references.Find;
        _answers["textDocument/documentHighlight"] = references.Highlight;
        var rename = new RenameFeature(scripts);
        _answers["textDocument/prepareRename"] = rename.Prepare;
        _answers["textDocument/rename"] = rename.Rename;
        _answers["textDocument/codeAction"] = new ActionFeature(scripts, book).Offer;
        _answers["textDocument/documentSymbol"] = new SymbolsFeature(scripts, client).List;
        var tokens = new TokensFeature(scripts);
        _answers["textDocument/semanticTokens/full"] = tokens.Full;
        _answers["textDocument/semanticTokens/range"] = tokens.Part;
        var format = new FormatFeature(scripts);
        _answers["textDocument/formatting"] = format.Whole;
        _answers["textDocument/rangeFormatting"] = format.Part;
        _answers["textDocument/inlayHint"] = new HintsFeature(scripts).List;
        _answers["textDocument/codeLens"] = new LensFeature(scripts).List;
    }

    /// <summary>An answer made of the request, and of the documents as they were when it came.</summary>
    public delegate JsonNode? Answer(
        JsonElement parameters,
        DocumentSet documents,
        CancellationToken cancellation
    );

    public Answer? Find(string method) => _answers.GetValueOrDefault(method);
}
