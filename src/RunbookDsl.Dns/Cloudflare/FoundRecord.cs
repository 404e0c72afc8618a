using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookDsl.Http;

namespace RunbookDsl.Dns;

/// <summary>A record as the provider has it.</summary>
internal sealed partial record FoundRecord(string Id, string Type, string Name, RecordValues Values)
{
    /// <summary>When it was changed last; null when the provider does not say.</summary>
    public DateTimeOffset? Modified { get; init; }

    public static FoundRecord? Read(JsonElement json) =>
        json.TextAt("id") is { } id
        && IsId().IsMatch(id)
        && json.TextAt("type") is { } type
        && json.TextAt("name") is { } name
        && json.TextAt("content") is { } content
            ? new(
                id,
                type,
                name.ToLowerInvariant(),
                new(content, json.NumberAt("ttl") ?? RecordValues.Automatic, json.FlagAt("proxied") == true)
            )
            {
                Modified = DateTimeOffset.TryParse(
                    json.TextAt("modified_on"),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var time
                )
                    ? time
                    : null,
            }
            : null;

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex IsId();
}
