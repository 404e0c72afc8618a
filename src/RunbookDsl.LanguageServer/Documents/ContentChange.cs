using System.Text.Json;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>One change of a document as the protocol tells it.</summary>
internal static class ContentChange
{
    /// <summary>The text after the change; a range that is not there is the nearest that is.</summary>
    public static SourceText Apply(SourceText text, JsonElement change)
    {
        var replacement = change.GetProperty("text").GetString() ?? "";
        if (!change.TryGetProperty("range", out var range) || range.ValueKind != JsonValueKind.Object)
            return Wire.Text(replacement);
        var lines = TextLines.Of(text);
        var start = Wire.Offset(lines, range.GetProperty("start"));
        var end = Wire.Offset(lines, range.GetProperty("end"));
        return text.WithChanges(
            new TextChange(TextSpan.FromBounds(Math.Min(start, end), Math.Max(start, end)), replacement)
        );
    }
}
