using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>An answer of a fake.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Content type; empty for none.</param>
/// <param name="Body">The body.</param>
public sealed record ApiAnswer(int Status, string Type, byte[] Body)
{
    /// <summary>Further headers.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>So many bytes of it reach the client, status line and headers included, then the connection
    /// is cut. Default null: all of it.</summary>
    public int? CutAfter { get; init; }

    /// <summary>An answer in JSON; null is the JSON null.</summary>
    public static ApiAnswer Json(int status, JsonNode? body) =>
        new(status, "application/json", Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null"));

    /// <summary>An answer in plain text.</summary>
    public static ApiAnswer Text(int status, string body, string type = "text/plain; charset=utf-8") =>
        new(status, type, Encoding.UTF8.GetBytes(body));

    /// <summary>An answer without a body.</summary>
    public static ApiAnswer Empty(int status) => new(status, "", []);

    /// <summary>A copy with one more header.</summary>
    public ApiAnswer With(string header, string value) =>
        this with
        {
            Headers = Headers.SetItem(header, value),
        };
}
