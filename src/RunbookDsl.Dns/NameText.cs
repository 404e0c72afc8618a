using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Dns;

/// <summary>Names and values as they are compared: lower case, without the dot at the end.</summary>
internal static class NameText
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private static readonly string[] Types =
    [
        "A",
        "AAAA",
        "CAA",
        "CNAME",
        "MX",
        "NS",
        "PTR",
        "SOA",
        "SRV",
        "TXT",
    ];

    /// <exception cref="ArgumentException">It is no full name.</exception>
    public static string Plain(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.TrimEnd('.').ToLowerInvariant();
        var labels = plain.Split('.');
        var isName =
            plain.Length is > 0 and <= LongestName
            && labels.Length > 1
            && Array.TrueForAll(labels, l => l.Length is > 0 and <= LongestLabel && l.All(IsLetter));
        return isName ? plain : throw new ArgumentException($"'{name}' is no full name of a host or zone.");
    }

    /// <exception cref="ArgumentException">It is no type that can be asked for.</exception>
    public static string Type(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var upper = type.ToUpperInvariant();
        return Types.Contains(upper)
            ? upper
            : throw new ArgumentException($"'{type}' is no type of record: {string.Join(", ", Types)}.");
    }

    /// <summary>Checks and unifies the value of a record.</summary>
    /// <exception cref="ArgumentException">The type cannot have it.</exception>
    public static string Value(string type, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return type switch
        {
            "A" => Address(value, AddressFamily.InterNetwork, "IPv4"),
            "AAAA" => Address(value, AddressFamily.InterNetworkV6, "IPv6"),
            "CNAME" or "NS" => Plain(value),
            _ => value.Length > 0
                ? value
                : throw new ArgumentException($"a {type} record needs a value; '' is none."),
        };
    }

    /// <summary>Whether two values of a type mean the same.</summary>
    public static bool IsSame(string type, string one, string other) =>
        type == "AAAA" && IPAddress.TryParse(one, out var a) && IPAddress.TryParse(other, out var b)
            ? a.Equals(b)
        : type == "TXT" ? one.Trim('"') == other.Trim('"')
        : one.TrimEnd('.').Equals(other.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static string Address(string value, AddressFamily family, string word) =>
        IPAddress.TryParse(value, out var address)
        && address.AddressFamily == family
        && (family == AddressFamily.InterNetworkV6 || value.Count(c => c == '.') == 3)
            ? address.ToString()
            : throw new ArgumentException($"'{value}' is no {word} address.");

    private static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '*';
}
