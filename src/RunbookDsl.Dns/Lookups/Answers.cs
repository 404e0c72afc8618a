using System.Globalization;

namespace RunbookDsl.Dns;

/// <summary>Answers of name servers in words, and compared.</summary>
internal static class Answers
{
    /// <summary>Contents of the asked type, sorted; aliases on the way left out.</summary>
    public static IReadOnlyList<string> Values(this NameAnswer answer, string type) =>
        [.. answer.Records.Where(r => r.Type == type).Select(r => r.Content).Order(StringComparer.Ordinal)];

    /// <summary>Whether the wanted value is the only one.</summary>
    public static bool IsOnly(this NameAnswer answer, string type, string value) =>
        answer.Rcode == "NOERROR"
        && answer.Values(type) is { Count: > 0 } values
        && values.All(v => NameText.IsSame(type, v, value));

    /// <summary><c>ada.ns.example says 192.0.2.1 (ttl 300s)</c>.</summary>
    public static string Said(this NameAnswer answer, string type)
    {
        var values = answer.Values(type);
        return $"{answer.Server} says "
            + (
                answer.Rcode != "NOERROR" ? answer.Rcode
                : values.Count == 0 ? $"there is no {type} record"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{string.Join(", ", values)} (ttl {answer.Ttl(type).TotalSeconds}s)"
                )
            );
    }

    /// <summary>The longest TTL among the records of a type; zero without any.</summary>
    public static TimeSpan Ttl(this NameAnswer answer, string type) =>
        answer.Records.Where(r => r.Type == type).Select(r => r.Ttl).DefaultIfEmpty().Max();
}
