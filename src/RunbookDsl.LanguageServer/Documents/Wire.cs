using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>The small things of the protocol: positions, ranges, texts.</summary>
internal static class Wire
{
    private static readonly UTF8Encoding Utf8 = new(false);

    public static SourceText Text(string text) => SourceText.From(text, Utf8, SourceHashAlgorithm.Sha256);

    public static int Offset(TextLines lines, JsonElement position) =>
        lines.OffsetOf(Number(position, "line"), Number(position, "character"));

    public static JsonObject Position(TextLines lines, int offset)
    {
        var (line, character) = lines.PositionOf(offset);
        return new JsonObject { ["line"] = line, ["character"] = character };
    }

    public static JsonObject Range(SourceText text, TextSpan span)
    {
        var lines = TextLines.Of(text);
        return new JsonObject
        {
            ["start"] = Position(lines, span.Start),
            ["end"] = Position(lines, span.End),
        };
    }

    public static JsonObject Edit(SourceText text, TextSpan span, string replacement) =>
        new() { ["range"] = Range(text, span), ["newText"] = replacement };

    public static JsonObject Location(string path, SourceText text, TextSpan span) =>
        new() { ["uri"] = DocumentUri.Of(path), ["range"] = Range(text, span) };

    public static JsonObject Markdown(string text) => new() { ["kind"] = "markdown", ["value"] = text };

    public static string? String(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A whole number; a client that sends none, or one out of all bounds, gets the
    /// nearest.</summary>
    public static long Number(JsonElement element, string name)
    {
        if (
            element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.Number
        )
            throw new RpcException(RpcException.InvalidParams, $"'{name}' is no number");
        return value.TryGetInt64(out var whole) ? Math.Clamp(whole, -1, int.MaxValue)
            : value.TryGetDouble(out var broken) ? (long)Math.Clamp(broken, -1, int.MaxValue)
            : 0;
    }
}
