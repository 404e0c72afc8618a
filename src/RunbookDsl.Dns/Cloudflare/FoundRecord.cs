using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookDsl.Http;

namespace RunbookDsl.Dns;

/// <summary>A record as the provider has it.</summary>
/// <param name="Id">The provider's own name of it: 32 hexadecimal digits.</param>
/// <param name="Type">Its type, upper case; also those that nothing here can change.</param>
/// <param name="Name">Its full name, lower case.</param>
/// <param name="Values">What it says.</param>
public sealed partial record FoundRecord(string Id, string Type, string Name, RecordValues Values)
{
    /// <summary>When it was changed last; null when the provider does not say.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>A record that says all that has to be known of one; null for any other.</summary>
    internal static FoundRecord? Of(string? id, string? type, string? name, RecordValues? values) =>
        id is not null && IsId().IsMatch(id) && type is not null && name is not null && values is not null
            ? new(id, type, name.ToLowerInvariant(), values)
            : null;

    internal static FoundRecord? Read(JsonElement json) =>
        Of(json.TextAt("id"), json.TextAt("type"), json.TextAt("name"), Told(json)) is { } found
            ? found with
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

    private static RecordValues? Told(JsonElement json) =>
        json.TextAt("content") is { } content
            ? new(content, json.NumberAt("ttl") ?? RecordValues.Automatic, json.FlagAt("proxied") == true)
            : null;

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex IsId();
}
