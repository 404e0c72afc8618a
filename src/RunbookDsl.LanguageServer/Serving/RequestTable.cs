using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary>What answers which request.</summary>
internal sealed class RequestTable
{
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    public RequestTable(Scripts scripts, ClientAbilities client)
    {
        var description = new Description(new OperationBook());
        var completion = new CompletionFeature(scripts, description, client);
        _answers["textDocument/completion"] = completion.Complete;
        _answers["completionItem/resolve"] = (item, _, _) => completion.Resolve(item);
        _answers["textDocument/hover"] = new HoverFeature(scripts, description).Hover;
        _answers["textDocument/signatureHelp"] = new SignatureFeature(scripts, description).Help;
    }

    /// <summary>An answer made of the request, and of the documents as they were when it came.</summary>
    public delegate JsonNode? Answer(
        JsonElement parameters,
        DocumentSet documents,
        CancellationToken cancellation
    );

    public Answer? Find(string method) => _answers.GetValueOrDefault(method);
}
