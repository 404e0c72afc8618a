using System.Collections.Immutable;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Cuts a script into words and operators.</summary>
internal sealed class ShellLexer(string text, int depth)
{
    private const int MostCharacters = 1 << 18;
    private static readonly string[] Operators =
    [
        "<<-",
        "&&",
        "||",
        ";;",
        "<<",
        ">>",
        "&>",
        ">&",
        "<&",
        "|",
        "&",
        ";",
        "(",
        ")",
        "<",
        ">",
        "\n",
    ];

    private readonly List<(ShellToken Token, string End, bool IsQuoted)> _documents = [];
    private int _at;

    public static ImmutableArray<ShellToken> Read(string text, int depth)
    {
        if (text.Length > MostCharacters)
            throw new ShellFault($"script of {text.Length} characters, at most {MostCharacters}");
        return new ShellLexer(text, depth).Tokens();
    }

    private ImmutableArray<ShellToken> Tokens()
    {
        var tokens = ImmutableArray.CreateBuilder<ShellToken>();
        while (true)
        {
            SkipBlanks();
            if (_at >= text.Length)
                return tokens.ToImmutable();
            if (Operator() is { } sign)
            {
                tokens.Add(new(sign, null));
                if (sign == "\n")
                    ReadDocuments();
                continue;
            }
            var start = _at;
            var word = Word();
            var token = new ShellToken("", word);
            // A number right before a redirection is its descriptor.
            if (
                _at < text.Length
                && text[_at] is '<' or '>'
                && _at - start == 1
                && char.IsAsciiDigit(text[start])
            )
                token = new(text[start..(start + 1)], null);
            if (tokens.Count > 0 && tokens[^1].Sign is "<<" or "<<-")
                Announce(token);
            tokens.Add(token);
        }
    }

    private void Announce(ShellToken token)
    {
        var end = token.Word?.Known ?? throw new ShellFault("the end of a here-document is no plain word");
        _documents.Add((token, end, token.Word.Parts.Any(p => p.IsQuoted)));
    }

    private void ReadDocuments()
    {
        foreach (var (token, end, isQuoted) in _documents)
        {
            var body = new StringBuilder();
            while (true)
            {
                if (_at >= text.Length)
                    break;
                var stop = text.IndexOf('\n', _at);
                var line = text[_at..(stop < 0 ? text.Length : stop)];
                _at = stop < 0 ? text.Length : stop + 1;
                if (line.TrimStart('\t') == end)
                    break;
                body.Append(line).Append('\n');
            }
            token.Document = isQuoted
                ? ShellWord.Of(body.ToString())
                : new(new ShellLexer(body.ToString(), depth + 1).Quoted('\0'));
        }
        _documents.Clear();
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
            if (text[_at] is ' ' or '\t' or '\r')
                _at++;
            else if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] == '\n')
                _at += 2;
            else if (text[_at] == '#')
                while (_at < text.Length && text[_at] != '\n')
                    _at++;
            else
                return;
    }

    private string? Operator()
    {
        foreach (var sign in Operators)
            if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0)
            {
                _at += sign.Length;
                return sign;
            }
        return null;
    }

    private ShellWord Word()
    {
        var parts = ImmutableArray.CreateBuilder<ShellPart>();
        var plain = new StringBuilder();
        while (_at < text.Length && !" \t\r\n|&;()<>".Contains(text[_at], StringComparison.Ordinal))
        {
            var c = text[_at++];
            switch (c)
            {
                case '\\' when _at < text.Length:
                    Flush(parts, plain, false);
                    if (text[_at] != '\n')
                        parts.Add(new ShellText(text[_at].ToString(), true));
                    _at++;
                    break;
                case '\'':
                    Flush(parts, plain, false);
                    var end = text.IndexOf('\'', _at);
                    if (end < 0)
                        throw new ShellFault("unterminated quoted string");
                    parts.Add(new ShellText(text[_at..end], true));
                    _at = end + 1;
                    break;
                case '"':
                    Flush(parts, plain, false);
                    parts.Add(new ShellText("", true));
                    parts.AddRange(Quoted('"'));
                    break;
                case '$' or '`':
                    Flush(parts, plain, false);
                    parts.Add(Dollar(c, false));
                    break;
                default:
                    plain.Append(c);
                    break;
            }
        }
        Flush(parts, plain, false);
        return new(parts.ToImmutable());
    }

    private ImmutableArray<ShellPart> Quoted(char end)
    {
        var parts = ImmutableArray.CreateBuilder<ShellPart>();
        var plain = new StringBuilder();
        while (true)
        {
            if (_at >= text.Length)
            {
                if (end != '\0')
                    throw new ShellFault("unterminated quoted string");
                break;
            }
            var c = text[_at++];
            if (c == end)
                break;
            if (c == '\\' && _at < text.Length && "$`\"\\\n".Contains(text[_at], StringComparison.Ordinal))
            {
                if (text[_at] != '\n')
                    plain.Append(text[_at]);
                _at++;
            }
            else if (c is '$' or '`')
            {
                Flush(parts, plain, true);
                parts.Add(Dollar(c, true));
            }
            else
                plain.Append(c);
        }
        Flush(parts, plain, true);
        return parts.ToImmutable();
    }

    private ShellPart Dollar(char c, bool isQuoted)
    {
        if (c == '`')
            return new ShellSubstitution(ShellParser.Read(Until('`'), depth + 1), isQuoted);
        var next = _at < text.Length ? text[_at] : ' ';
        if (next == '(')
        {
            if (_at + 1 < text.Length && text[_at + 1] == '(')
                throw new ShellFault("arithmetic $((…)) is not known here");
            _at++;
            return new ShellSubstitution(ShellParser.Read(Balanced('(', ')'), depth + 1), isQuoted);
        }
        if (next == '{')
        {
            _at++;
            return Braced(Balanced('{', '}'), isQuoted);
        }
        if ("?$#@*!".Contains(next, StringComparison.Ordinal) || char.IsAsciiDigit(next))
        {
            _at++;
            return new ShellVariable(next.ToString(), "", null, isQuoted);
        }
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        return start == _at
            ? new ShellText("$", true)
            : new ShellVariable(text[start.._at], "", null, isQuoted);
    }

    private ShellVariable Braced(string inside, bool isQuoted)
    {
        if (inside.StartsWith('#') && inside.Length > 1)
            return new(inside[1..], "#", null, isQuoted);
        var length = inside.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_').Count();
        length = length == 0 ? 1 : length;
        var (name, rest) = (inside[..length], inside[length..]);
        foreach (var sign in (string[])[":-", ":=", ":+", ":?", "-", "+", "##", "#", "%%", "%"])
            if (rest.StartsWith(sign, StringComparison.Ordinal))
                return new(
                    name,
                    sign,
                    new(new ShellLexer(rest[sign.Length..], depth + 1).Quoted('\0')),
                    isQuoted
                );
        return rest.Length == 0
            ? new(name, "", null, isQuoted)
            : throw new ShellFault($"${{{inside}}}: Bad substitution");
    }

    private string Until(char end)
    {
        var stop = text.IndexOf(end, _at);
        if (stop < 0)
            throw new ShellFault("unterminated quoted string");
        var inside = text[_at..stop];
        _at = stop + 1;
        return inside;
    }

    private string Balanced(char open, char close)
    {
        var (start, level, quote) = (_at, 1, '\0');
        for (; _at < text.Length; _at++)
        {
            var c = text[_at];
            if (c == '\\')
                _at++;
            else if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"')
                quote = c;
            else if (c == open)
                level++;
            else if (c == close && --level == 0)
                return text[start.._at++];
        }
        throw new ShellFault($"'{close}' is missing");
    }

    private static void Flush(ImmutableArray<ShellPart>.Builder parts, StringBuilder plain, bool isQuoted)
    {
        if (plain.Length > 0)
            parts.Add(new ShellText(plain.ToString(), isQuoted));
        plain.Clear();
    }
}
