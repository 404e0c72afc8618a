using System.Globalization;

namespace RunbookDsl.Dns;

/// <summary>Numbers of record types (RFC 1035, 3596, 8659).</summary>
internal static class RecordTypes
{
    private static readonly Dictionary<string, ushort> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A"] = 1,
        ["NS"] = 2,
        ["CNAME"] = 5,
        ["SOA"] = 6,
        ["PTR"] = 12,
        ["MX"] = 15,
        ["TXT"] = 16,
        ["AAAA"] = 28,
        ["SRV"] = 33,
        ["HTTPS"] = 65,
        ["CAA"] = 257,
    };

    private static readonly Dictionary<ushort, string> Names = Numbers.ToDictionary(n => n.Value, n => n.Key);

    /// <exception cref="OperationFailedException">There is no such type.</exception>
    public static ushort Number(string type) =>
        Numbers.TryGetValue(type, out var number)
            ? number
            : throw new OperationFailedException(
                $"there is no record type '{type}': {string.Join(", ", Numbers.Keys)}"
            );

    public static string Name(ushort number) =>
        Names.TryGetValue(number, out var name)
            ? name
            : string.Create(CultureInfo.InvariantCulture, $"TYPE{number}");
}
