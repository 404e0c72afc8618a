using System.Globalization;
using System.Text;

namespace RunbookDsl.Engine;

/// <summary>Texts between .NET and JSON. The journal is read with cat at 3 AM: little is escaped.</summary>
internal static class BodyText
{
    /// <summary>
    /// The inside of a JSON string. Escaped is what JSON demands and what a terminal would not show as it is:
    /// control and format characters, separators of lines, lone surrogates.
    /// </summary>
    public static string Escaped(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (IsEscaped(text, i))
                return Escaped(text, i);
        return text;
    }

    /// <summary>The text of the inside of a JSON string.</summary>
    public static string Unescaped(ReadOnlySpan<byte> json)
    {
        foreach (var b in json)
            if (b == '\\')
                return Unescaped(Encoding.UTF8.GetString(json));
        return Encoding.UTF8.GetString(json);
    }

    private static bool IsEscaped(string text, int at)
    {
        var c = text[at];
        if (c is >= ' ' and < (char)127)
            return c is '"' or '\\';
        if (c < 0xA0)
            return true;
        if (char.IsSurrogate(c))
            return !(
                char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
                || char.IsLowSurrogate(c) && at > 0 && char.IsHighSurrogate(text[at - 1])
            );
        return char.GetUnicodeCategory(c)
            is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
    }

    private static string Escaped(string text, int first)
    {
        var to = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
            if (!IsEscaped(text, i))
                to.Append(text[i]);
            else if (Short(text[i]) is var letter and not '\0')
                to.Append('\\').Append(letter);
            else
                to.Append("\\u").Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
        return to.ToString();
    }

    private static char Short(char c) =>
        c switch
        {
            '"' or '\\' => c,
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            _ => '\0',
        };

    private static string Unescaped(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
            if (json[i] != '\\')
                text.Append(json[i]);
            else if (json[++i] == 'u')
            {
                text.Append(
                    (char)
                        int.Parse(json.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                i += 4;
            }
            else
                text.Append(Long(json[i]));
        return text.ToString();
    }

    private static char Long(char letter) =>
        letter switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            _ => letter,
        };
}
