using System.Text;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A request as it came in, whole.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Host">The host that was asked for, lower case, without the port.</param>
/// <param name="Path">Decoded, beginning with a slash, without the query.</param>
/// <param name="Query">Decoded names and values, in order.</param>
/// <param name="Headers">By lower-case name; several of one name are joined with a comma.</param>
/// <param name="Body">At most 10 MiB.</param>
public sealed record ApiRequest(
    string Method,
    string Host,
    string Path,
    IReadOnlyList<KeyValuePair<string, string>> Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    /// <summary>Path and query exactly as they were sent, for signatures.</summary>
    public string RawTarget { get; init; } = "";

    /// <summary>The address that was connected to, where it is not the host's own; null if so.</summary>
    public string? Address { get; init; }

    /// <summary>Whether it came through TLS.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The step that asks; null when it is not known.</summary>
    public string? Step { get; init; }

    /// <summary>The body as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The first value of a query parameter; null when it is not there.</summary>
    public string? Parameter(string name)
    {
        foreach (var (key, value) in Query)
            if (key == name)
                return value;
        return null;
    }

    /// <summary>A header by its lower-case name; null when it is not there.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The body as JSON; null when it is empty or none.</summary>
    public JsonNode? Json()
    {
        try
        {
            return Body.Length == 0 ? null : JsonNode.Parse(Body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
