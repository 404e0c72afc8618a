using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary>What the server tells a client that it can do.</summary>
internal static class Abilities
{
    public static JsonObject Told =>
        new()
        {
            ["capabilities"] = new JsonObject
            {
                ["positionEncoding"] = "utf-16",
                ["textDocumentSync"] = new JsonObject
                {
                    ["openClose"] = true,
                    ["change"] = 2,
                    ["save"] = new JsonObject { ["includeText"] = false },
                },
                ["completionProvider"] = new JsonObject
                {
                    ["triggerCharacters"] = new JsonArray(".", "\"", "#", "/"),
                    ["resolveProvider"] = true,
                },
                ["hoverProvider"] = true,
                ["signatureHelpProvider"] = new JsonObject
                {
                    ["triggerCharacters"] = new JsonArray("(", ","),
                    ["retriggerCharacters"] = new JsonArray(")"),
                },
                ["definitionProvider"] = true,
                ["referencesProvider"] = true,
                ["documentHighlightProvider"] = true,
                ["renameProvider"] = new JsonObject { ["prepareProvider"] = true },
                ["codeActionProvider"] = new JsonObject
                {
                    ["codeActionKinds"] = new JsonArray("quickfix", "refactor.rewrite"),
                },
                ["documentSymbolProvider"] = true,
                ["documentFormattingProvider"] = true,
                ["documentRangeFormattingProvider"] = true,
                ["inlayHintProvider"] = true,
                ["codeLensProvider"] = new JsonObject { ["resolveProvider"] = false },
                ["semanticTokensProvider"] = new JsonObject
                {
                    ["legend"] = new JsonObject
                    {
                        ["tokenTypes"] = Texts(TokensFeature.Types),
                        ["tokenModifiers"] = Texts(TokensFeature.Modifiers),
                    },
                    ["full"] = true,
                    ["range"] = true,
                },
            },
            ["serverInfo"] = new JsonObject
            {
                ["name"] = "runbook",
                ["version"] = typeof(Abilities).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            },
        };

    private static JsonArray Texts(string[] texts)
    {
        var array = new JsonArray();
        foreach (var text in texts)
            array.Add((JsonNode)text);
        return array;
    }
}
