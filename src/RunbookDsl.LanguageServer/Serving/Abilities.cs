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
            },
            ["serverInfo"] = new JsonObject
            {
                ["name"] = "runbook",
                ["version"] = typeof(Abilities).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            },
        };
}
