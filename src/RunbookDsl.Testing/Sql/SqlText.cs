using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// SQL in one line for the log: no comments, one space where there was any, long texts cut, and no password.
/// </summary>
internal static class SqlText
{
    private const int LongestLiteral = 40;
    private const int Longest = 240;

    /// <summary>The line.</summary>
    public static string Of(string sql)
    {
        var text = new StringBuilder();
        SqlToken before = default;
        foreach (var token in SqlTokens.Of(sql))
        {
            if (token.IsSpaced && text.Length > 0)
                text.Append(' ');
            text.Append(Shown(token, before));
            before = token;
            if (text.Length > Longest)
                return text.ToString(0, Longest).TrimEnd() + "…";
        }
        return text.ToString().TrimEnd(';', ' ');
    }

    private static string Shown(SqlToken token, SqlToken before)
    {
        if (token.Kind != SqlTokenKind.Literal)
            return token.Text;
        if (before.Is("password"))
            return "'…'";
        if (token.Text.Length <= LongestLiteral && !token.Text.Contains('\n', StringComparison.Ordinal))
            return token.Text;
        return token.Text[0] == '$' ? "$$…$$" : "'…'";
    }
}
