using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>The words of a document.</summary>
internal sealed class GraphTokens
{
    private const string Marks = "{}()[]:!=$@|&";
    private readonly string _text;
    private int _at;

    public GraphTokens(string text)
    {
        _text = text;
        Next = "";
        Take();
    }

    /// <summary>The word that comes next; empty at the end.</summary>
    public string Next { get; private set; }

    public static bool IsName(string token) =>
        token.Length > 0 && (char.IsAsciiLetter(token[0]) || token[0] == '_');

    public string Take()
    {
        var taken = Next;
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] is ',' or '\uFEFF' or '#'))
            _at = _text[_at] == '#' ? EndOfLine() : _at + 1;
        var start = _at;
        if (_at < _text.Length)
            _at = End();
        Next = _text[start.._at];
        return taken;
    }

    public void Need(string token)
    {
        if (Take() is var there && there != token)
            throw new GraphException($"syntax error before: {(there.Length > 0 ? there : "the end")}");
    }

    public string Name() => IsName(Next) ? Take() : throw new GraphException($"syntax error before: {Next}");

    public static string Text(string token)
    {
        if (token.StartsWith("\"\"\"", StringComparison.Ordinal))
            return token[3..^3].Trim('\n');
        try
        {
            // The escapes are those of JSON.
            return JsonNode.Parse(token)!.GetValue<string>();
        }
        catch (JsonException)
        {
            throw new GraphException($"syntax error before: {token}");
        }
    }

    private int EndOfLine()
    {
        var end = _text.IndexOf('\n', _at);
        return end < 0 ? _text.Length : end;
    }

    private int End()
    {
        var first = _text[_at];
        if (first == '"')
            return EndOfText();
        if (_text.AsSpan(_at).StartsWith("..."))
            return _at + 3;
        if (Marks.Contains(first, StringComparison.Ordinal))
            return _at + 1;
        var end = _at;
        while (
            end < _text.Length
            && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '_' or '.' or '-' or '+')
        )
            end++;
        return end > _at ? end : throw new GraphException($"syntax error before: {first}");
    }

    private int EndOfText()
    {
        if (_text.AsSpan(_at).StartsWith("\"\"\""))
        {
            var close = _text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
            return close < 0 ? throw new GraphException("a text has no end") : close + 3;
        }
        for (var end = _at + 1; end < _text.Length && _text[end] != '\n'; end++)
            if (_text[end] == '\\')
                end++;
            else if (_text[end] == '"')
                return end + 1;
        throw new GraphException("a text has no end");
    }
}
