using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Apis;

/// <summary>Names and addresses as the API takes and gives them.</summary>
internal static class CloudflareNames
{
    private const int LongestLabel = 63;
    private const int LongestName = 253;

    /// <summary>The full name in Punycode, lower case, without the dot at the end; null when it is
    /// none.</summary>
    /// <param name="name"><c>@</c>, a name in the zone, or a full name.</param>
    /// <param name="zone">The zone it belongs to.</param>
    public static string? Full(string name, string zone)
    {
        if (name is "@" or "")
            return zone;
        if (Plain(name) is not { } plain)
            return null;
        var full =
            plain == zone || plain.EndsWith($".{zone}", StringComparison.Ordinal) ? plain : $"{plain}.{zone}";
        return full.Length <= LongestName ? full : null;
    }

    /// <summary>A host name that a record leads to; null when it is none.</summary>
    public static string? Plain(string name)
    {
        try
        {
            var text = name.TrimEnd('.');
            var ascii = text.All(char.IsAscii) ? text : new IdnMapping().GetAscii(text);
            return ascii.Length is > 0 and <= LongestName && ascii.Split('.').All(IsLabel)
                ? ascii.ToLowerInvariant()
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static bool IsAddress(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == family
        && (family != AddressFamily.InterNetwork || address.ToString() == text);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && (label == "*" || label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        && !label.StartsWith('-')
        && !label.EndsWith('-');
}
