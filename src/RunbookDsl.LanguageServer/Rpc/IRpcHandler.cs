using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.LanguageServer;

/// <summary>What stands behind a connection.</summary>
internal interface IRpcHandler
{
    /// <summary>Whether the other side has said that it is done.</summary>
    bool IsFinished { get; }

    /// <summary>
    /// Called in the order of the messages, before the next one is read: what it does is quick.
    /// </summary>
    void Notified(string method, JsonElement parameters);

    /// <summary>
    /// The work of a request, on what is known at this moment; called in the order of the messages.
    /// </summary>
    /// <exception cref="RpcException">There is no such request, or not now.</exception>
    Func<CancellationToken, JsonNode?> Asked(string method, JsonElement parameters);
}
