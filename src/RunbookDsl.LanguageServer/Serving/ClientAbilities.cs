using System.Text.Json;

namespace RunbookDsl.LanguageServer;

/// <summary>What the client said it can do.</summary>
internal sealed class ClientAbilities
{
    /// <summary>Completion items may have places to fill in.</summary>
    public bool HasSnippets { get; private set; }

    /// <summary>Document symbols may have children.</summary>
    public bool HasNestedSymbols { get; private set; }

    public void Read(JsonElement parameters)
    {
        HasSnippets = Is(
            parameters,
            "capabilities",
            "textDocument",
            "completion",
            "completionItem",
            "snippetSupport"
        );
        HasNestedSymbols = Is(
            parameters,
            "capabilities",
            "textDocument",
            "documentSymbol",
            "hierarchicalDocumentSymbolSupport"
        );
    }

    private static bool Is(JsonElement element, params string[] names)
    {
        foreach (var name in names)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return false;
        return element.ValueKind == JsonValueKind.True;
    }
}
