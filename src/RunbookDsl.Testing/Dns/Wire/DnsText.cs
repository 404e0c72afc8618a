using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// Text of TXT records: quoted strings as in a zone file, or one text as it is. A string on the wire has at
/// most 255 bytes, so longer ones are split.
/// </summary>
internal static class DnsText
{
    private const int LongestString = 255;
    private const int LongestText = 60_000;

    public static ImmutableArray<DnsPiece> Parse(string text)
    {
        var strings = Strings(text);
        if (strings.Sum(s => s.Length) > LongestText)
            throw new FormatException($"the text has more than {LongestText} bytes");
        return
        [
            .. strings
                .SelectMany(s => s.Length == 0 ? [s] : s.Chunk(LongestString))
                .Select(s => DnsPiece.Of([(byte)s.Length, .. s])),
        ];
    }

    /// <summary>All strings as one.</summary>
    public static byte[] Bytes(string text) => [.. Strings(text).SelectMany(s => s)];

    /// <summary>In quotes, as a zone file has it.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var b in bytes)
            if (b is (byte)'"' or (byte)'\\')
                text.Append('\\').Append((char)b);
            else if (b is >= 32 and < 127)
                text.Append((char)b);
            else
                text.Append('\\').Append(b.ToString("D3", CultureInfo.InvariantCulture));
        return text.Append('"').ToString();
    }

    private static List<byte[]> Strings(string text)
    {
        if (!text.StartsWith('"'))
            return [Encoding.UTF8.GetBytes(text)];
        var strings = new List<byte[]>();
        for (var at = 0; at < text.Length; at++)
            if (text[at] == '"')
                strings.Add(Quoted(text, ref at));
            else if (text[at] != ' ')
                throw new FormatException($"'{text}' has something between its quoted strings");
        return strings;
    }

    private static byte[] Quoted(string text, ref int at)
    {
        var bytes = new List<byte>();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
                return [.. bytes];
            if (text[at] != '\\')
                bytes.AddRange(Encoding.UTF8.GetBytes(Rune(text, ref at)));
            else if (at + 3 < text.Length && TryCode(text.AsSpan(at + 1, 3)) is { } code)
                (bytes, at) = ([.. bytes, code], at + 3);
            else if (++at < text.Length)
                bytes.AddRange(Encoding.UTF8.GetBytes(Rune(text, ref at)));
        }
        throw new FormatException($"'{text}' has a quote that is not closed");
    }

    private static string Rune(string text, ref int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length
            ? text.Substring(at++, 2)
            : text[at].ToString();

    private static byte? TryCode(ReadOnlySpan<char> digits) =>
        byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
