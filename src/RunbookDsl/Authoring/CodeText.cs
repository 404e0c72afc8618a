using System.Text;

namespace RunbookDsl;

/// <summary>
/// The source text of a lambda without what does not matter: comments and lay-out. Literals are kept to the
/// letter.
/// </summary>
public static class CodeText
{
    /// <summary>For people: comments gone, every run of white space one blank.</summary>
    public static string OneLine(string code) => Write(code, isCanonical: false);

    /// <summary>
    /// For fingerprints: the same for any lay-out; a blank only where two tokens would become one.
    /// </summary>
    public static string Canonical(string code) => Write(code, isCanonical: true);

    private static string Write(string code, bool isCanonical)
    {
        var text = new StringBuilder(code.Length);
        var isParted = false;
        for (var at = 0; at < code.Length; )
        {
            var end = Trivia(code, at);
            if (end > at)
            {
                isParted = true;
                at = end;
                continue;
            }
            end = Literal(code, at);
            if (isParted && text.Length > 0 && (!isCanonical || WouldJoin(text[^1], code[at])))
                text.Append(' ');
            isParted = false;
            text.Append(code, at, end - at);
            at = end;
        }
        return text.ToString();
    }

    // Two words, or two signs such as + +, mean something else when they stand together.
    private static bool WouldJoin(char left, char right) =>
        (IsWord(left) && IsWord(right)) || (left == right && left is '+' or '-' or '&' or '|' or '=' or '/');

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '@' or '"' or '\'' or '$';

    private static int Trivia(string code, int at)
    {
        if (char.IsWhiteSpace(code[at]))
            return at + 1;
        if (code.AsSpan(at).StartsWith("//"))
            return code.IndexOf('\n', at) is var end && end < 0 ? code.Length : end;
        if (code.AsSpan(at).StartsWith("/*"))
            return code.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end && end < 0
                ? code.Length
                : end + 2;
        return at;
    }

    /// <summary>Where the literal that begins here ends; the next character when none begins here.</summary>
    private static int Literal(string code, int at)
    {
        if (code[at] == '\'')
            return Escaped(code, at + 1, '\'');
        var open = at;
        var isVerbatim = false;
        var dollars = 0;
        for (; open < code.Length && code[open] is '$' or '@'; open++)
        {
            isVerbatim |= code[open] == '@';
            dollars += code[open] == '$' ? 1 : 0;
        }
        if (open >= code.Length || code[open] != '"')
            return at + 1;
        var quotes = Run(code, open, '"');
        if (quotes >= 3)
            return
                code.IndexOf(new string('"', quotes), open + quotes, StringComparison.Ordinal) is var end
                && end < 0
                ? code.Length
                : end + Run(code, end, '"');
        return dollars > 0 ? Interpolated(code, open + 1, isVerbatim)
            : isVerbatim ? Verbatim(code, open + 1)
            : Escaped(code, open + 1, '"');
    }

    private static int Run(string code, int at, char c)
    {
        var end = at;
        while (end < code.Length && code[end] == c)
            end++;
        return end - at;
    }

    private static int Escaped(string code, int at, char quote)
    {
        for (; at < code.Length; at++)
        {
            if (code[at] == '\\')
                at++;
            else if (code[at] == quote)
                return at + 1;
        }
        return code.Length;
    }

    private static int Verbatim(string code, int at)
    {
        for (; at < code.Length; at++)
        {
            if (code[at] != '"')
                continue;
            if (at + 1 == code.Length || code[at + 1] != '"')
                return at + 1;
            at++;
        }
        return code.Length;
    }

    // Inside the braces stands code again, with literals of its own.
    private static int Interpolated(string code, int at, bool isVerbatim)
    {
        var depth = 0;
        while (at < code.Length)
        {
            var c = code[at];
            var isTwice = at + 1 < code.Length && code[at + 1] == c;
            if (depth == 0 && c == '"' && !(isVerbatim && isTwice))
                return at + 1;
            if (depth == 0 && ((c == '\\' && !isVerbatim) || (c is '{' or '}' or '"' && isTwice)))
                at += 2;
            else if (depth > 0 && c is '"' or '\'' or '$' or '@')
                at = Literal(code, at);
            else
            {
                depth +=
                    c == '{' ? 1
                    : c == '}' && depth > 0 ? -1
                    : 0;
                at++;
            }
        }
        return code.Length;
    }
}
