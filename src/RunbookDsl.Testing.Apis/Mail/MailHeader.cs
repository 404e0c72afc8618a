using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing.Apis;

/// <summary>Reads headers of mails (RFC 5322), encoded words (RFC 2047) included.</summary>
internal static partial class MailHeader
{
    public static string Read(string source, string name)
    {
        var text = new StringBuilder();
        var isWithin = false;
        foreach (var line in source.Split("\r\n"))
        {
            if (line.Length == 0)
                break;
            if (line[0] is ' ' or '\t')
            {
                if (isWithin)
                    text.Append(' ').Append(line.Trim());
                continue;
            }
            isWithin = line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase);
            if (isWithin)
                text.Append(line[(name.Length + 1)..].Trim());
        }
        return Word().Replace(Between().Replace(text.ToString(), "$1"), Decode);
    }

    private static string Decode(Match word)
    {
        var text = word.Groups[3].Value;
        var bytes = new byte[text.Length];
        if (word.Groups[2].Value is "B" or "b")
            return Convert.TryFromBase64String(text, bytes, out var length)
                ? Encoding.UTF8.GetString(bytes, 0, length)
                : word.Value;
        var count = 0;
        for (var i = 0; i < text.Length; i++)
            if (
                text[i] == '='
                && i + 2 < text.Length
                && Convert.FromHexString(text.AsSpan(i + 1, 2), bytes.AsSpan(count), out _, out var made)
                    == System.Buffers.OperationStatus.Done
            )
            {
                count += made;
                i += 2;
            }
            else
                bytes[count++] = (byte)(text[i] == '_' ? ' ' : text[i]);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    [GeneratedRegex(
        @"=\?(utf-8|us-ascii)\?([bq])\?([!->@-~]*)\?=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Word();

    // Space between two encoded words is no part of the text.
    [GeneratedRegex(@"(\?=)\s+(?==\?)", RegexOptions.CultureInvariant)]
    private static partial Regex Between();
}
