using RunbookDsl.Http;

namespace RunbookDsl.Cli;

/// <summary>
/// The door to the network for HTTP operations; a class of its own, so that its assembly is loaded only
/// with it.
/// </summary>
internal static class NetworkPort
{
    public static object Make() => new NetworkConnector();
}
