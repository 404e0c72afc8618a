namespace RunbookDsl.Testing;

/// <summary>
/// Cuts a script into statements where psql would: not at semicolons inside quotes, dollar quotes,
/// comments, brackets or
/// the body of a function written in SQL (<c>begin atomic … end</c>).
/// </summary>
internal sealed class SqlSplitter(string script)
{
    private int _at;
    private int _words;
    private bool _isRoutine;
    private int _bodyDepth;

    /// <summary>The statement that begins at or behind <paramref name="from"/>; null at the end.</summary>
    public SqlStatement? Next(int from)
    {
        _at = from;
        (_words, _isRoutine, _bodyDepth) = (0, false, 0);
        SkipBlank();
        var start = _at;
        var brackets = 0;
        while (_at < script.Length)
        {
            var c = script[_at];
            if (c == ';' && brackets <= 0 && _bodyDepth == 0)
                return new(script[start.._at], start, ++_at);
            if (c is '(' or ')')
                brackets += c == '(' ? 1 : -1;
            if (char.IsLetter(c) || c == '_')
                SkipWord();
            else if (!SkipQuoted() && !SkipComment())
                _at++;
        }
        var rest = script[start..].TrimEnd();
        return rest.Length > 0 ? new(rest, start, script.Length) : null;
    }

    private void SkipBlank()
    {
        while (_at < script.Length && (char.IsWhiteSpace(script[_at]) || script[_at] == ';' || SkipComment()))
            if (_at < script.Length && (char.IsWhiteSpace(script[_at]) || script[_at] == ';'))
                _at++;
    }

    private void SkipWord()
    {
        var start = _at;
        while (_at < script.Length && (char.IsLetterOrDigit(script[_at]) || script[_at] is '_' or '$'))
            _at++;
        var word = script[start.._at].ToLowerInvariant();
        if (word == "e" && _at < script.Length && script[_at] == '\'')
            SkipUntilQuote('\'', withBackslash: true);
        if (_words++ is > 0 and < 5 && word is "function" or "procedure")
            _isRoutine = true;
        if (!_isRoutine)
            return;
        // Only "begin atomic" and what nests inside it counts: "begin" alone starts a transaction.
        if ((word == "begin" && FollowedByAtomic()) || (word is "case" or "begin" && _bodyDepth > 0))
            _bodyDepth++;
        else if (word == "end" && _bodyDepth > 0)
            _bodyDepth--;
    }

    private bool FollowedByAtomic() =>
        script.AsSpan(_at).TrimStart().StartsWith("atomic", StringComparison.OrdinalIgnoreCase);

    private bool SkipQuoted()
    {
        var c = script[_at];
        if (c is '\'' or '"')
        {
            SkipUntilQuote(c, withBackslash: false);
            return true;
        }
        var end = c == '$' ? script.IndexOf('$', _at + 1) : -1;
        if (end < 0 || !IsTag(script.AsSpan(_at + 1, end - _at - 1)))
            return false;
        var tag = script[_at..(end + 1)];
        var close = script.IndexOf(tag, end + 1, StringComparison.Ordinal);
        _at = close < 0 ? script.Length : close + tag.Length;
        return true;
    }

    private static bool IsTag(ReadOnlySpan<char> tag)
    {
        for (var i = 0; i < tag.Length; i++)
            if (!(char.IsLetter(tag[i]) || tag[i] == '_' || (i > 0 && char.IsDigit(tag[i]))))
                return false;
        return true;
    }

    private void SkipUntilQuote(char quote, bool withBackslash)
    {
        for (_at++; _at < script.Length && script[_at] != quote; _at++)
            if (withBackslash && script[_at] == '\\')
                _at++;
        // A doubled quote begins the next piece of the same text.
        _at = Math.Min(_at + 1, script.Length);
        if (withBackslash && _at < script.Length && script[_at] == quote)
            SkipUntilQuote(quote, withBackslash);
    }

    private bool SkipComment()
    {
        var rest = script.AsSpan(_at);
        if (rest.StartsWith("--"))
        {
            var line = rest.IndexOf('\n');
            _at = line < 0 ? script.Length : _at + line + 1;
            return true;
        }
        if (!rest.StartsWith("/*"))
            return false;
        var depth = 0;
        do
        {
            rest = script.AsSpan(_at);
            var step =
                rest.StartsWith("/*") ? 1
                : rest.StartsWith("*/") ? -1
                : 0;
            depth += step;
            _at += step == 0 ? 1 : 2;
        } while (depth > 0 && _at < script.Length);
        _at = Math.Min(_at, script.Length);
        return true;
    }
}
