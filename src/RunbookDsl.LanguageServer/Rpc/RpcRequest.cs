using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary>A request that waits for its turn.</summary>
internal sealed record RpcRequest(
    string Key,
    JsonNode? Id,
    Func<CancellationToken, JsonNode?> Work,
    CancellationTokenSource Stop
);
