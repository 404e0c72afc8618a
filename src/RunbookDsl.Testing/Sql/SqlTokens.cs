namespace RunbookDsl.Testing;

/// <summary>
/// Cuts SQL into words for the log, without comments. Never fails: what is cut off or wrong is taken as far
/// as it goes.
/// </summary>
internal sealed class SqlTokens(string sql)
{
    private const int Most = 2000;
    private int _at;

    /// <summary>The first words of <paramref name="sql"/>.</summary>
    public static List<SqlToken> Of(string sql)
    {
        var reader = new SqlTokens(sql);
        var tokens = new List<SqlToken>();
        while (tokens.Count < Most && reader.Next() is { } token)
            tokens.Add(token);
        return tokens;
    }

    private SqlToken? Next()
    {
        var start = _at;
        while (_at < sql.Length && (char.IsWhiteSpace(sql[_at]) || SkipComment()))
            if (_at < sql.Length && char.IsWhiteSpace(sql[_at]))
                _at++;
        if (_at >= sql.Length)
            return null;
        var spaced = _at > start;
        var from = _at;
        var c = sql[_at];
        if (char.IsLetter(c) || c == '_')
            return Word(from, spaced);
        if (c == '"')
            return new(SqlTokenKind.Quoted, Quoted('"', false), spaced);
        if (c == '\'')
            return new(SqlTokenKind.Literal, Quoted('\'', false), spaced);
        if (c == '$' && Dollar() is { } text)
            return new(SqlTokenKind.Literal, text, spaced);
        if (char.IsAsciiDigit(c) || (c == '$' && _at + 1 < sql.Length && char.IsAsciiDigit(sql[_at + 1])))
        {
            for (_at++; _at < sql.Length && (char.IsAsciiLetterOrDigit(sql[_at]) || sql[_at] == '.'); )
                _at++;
            return new(SqlTokenKind.Number, sql[from.._at], spaced);
        }
        _at++;
        return new(SqlTokenKind.Symbol, sql[from.._at], spaced);
    }

    private SqlToken Word(int from, bool spaced)
    {
        while (_at < sql.Length && (char.IsLetterOrDigit(sql[_at]) || sql[_at] is '_' or '$'))
            _at++;
        var isPrefix = _at - from == 1 && _at < sql.Length && sql[_at] == '\'';
        if (isPrefix && char.ToLowerInvariant(sql[from]) is 'e' or 'b' or 'x' or 'n')
            return new(
                SqlTokenKind.Literal,
                sql[from] + Quoted('\'', char.ToLowerInvariant(sql[from]) == 'e'),
                spaced
            );
        return new(SqlTokenKind.Word, sql[from.._at].ToLowerInvariant(), spaced);
    }

    private string Quoted(char quote, bool withBackslash)
    {
        var from = _at;
        for (_at++; _at < sql.Length; _at++)
            if (withBackslash && sql[_at] == '\\')
                _at++;
            else if (sql[_at] == quote && _at + 1 < sql.Length && sql[_at + 1] == quote)
                _at++;
            else if (sql[_at] == quote)
                break;
        _at = Math.Min(_at + 1, sql.Length);
        return sql[from.._at];
    }

    private string? Dollar()
    {
        var end = sql.IndexOf('$', _at + 1);
        if (end < 0 || end - _at > 64 || char.IsAsciiDigit(sql[_at + 1]))
            return null;
        var tag = sql[_at..(end + 1)];
        if (tag.AsSpan(1, tag.Length - 2).ContainsAnyExcept(TagCharacters))
            return null;
        var from = _at;
        var close = sql.IndexOf(tag, end + 1, StringComparison.Ordinal);
        _at = close < 0 ? sql.Length : close + tag.Length;
        return sql[from.._at];
    }

    private static readonly System.Buffers.SearchValues<char> TagCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private bool SkipComment()
    {
        var rest = sql.AsSpan(_at);
        if (rest.StartsWith("--"))
        {
            var line = rest.IndexOf('\n');
            _at = line < 0 ? sql.Length : _at + line + 1;
            return true;
        }
        if (!rest.StartsWith("/*"))
            return false;
        var depth = 0;
        do
        {
            rest = sql.AsSpan(_at);
            var step =
                rest.StartsWith("/*") ? 1
                : rest.StartsWith("*/") ? -1
                : 0;
            depth += step;
            _at += step == 0 ? 1 : 2;
        } while (depth > 0 && _at < sql.Length);
        _at = Math.Min(_at, sql.Length);
        return true;
    }
}
