namespace RunbookDsl.Testing;

/// <summary>Patterns with <c>*</c>, <c>?</c> and <c>\</c>.</summary>
internal static class Glob
{
    public static bool Matches(string text, string pattern)
    {
        var (t, p, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, mark) = (p++, t);
            else if (p < pattern.Length && One(text[t], pattern, ref p))
                t++;
            else if (star >= 0)
                (p, t) = (star + 1, ++mark);
            else
                return false;
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool One(char c, string pattern, ref int p)
    {
        var isEscaped = pattern[p] == '\\' && p + 1 < pattern.Length;
        var wanted = pattern[isEscaped ? p + 1 : p];
        if (wanted != c && (isEscaped || wanted != '?'))
            return false;
        p += isEscaped ? 2 : 1;
        return true;
    }
}
