using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>
/// Reads the part of the POSIX shell that runbooks use: lists, pipes, groups, <c>if</c>, <c>for</c>,
/// <c>while</c>, redirections, quotes, variables, command substitution. Functions, <c>case</c> and arithmetic
/// are refused, not guessed.
/// </summary>
internal sealed class ShellParser(ImmutableArray<ShellToken> tokens)
{
    private const int MostDepth = 24;
    private static readonly string[] Closing = ["then", "elif", "else", "fi", "do", "done", "}"];
    private static readonly string[] Redirections = ["<<-", "<<", ">>", "&>", ">&", "<&", "<", ">"];
    private int _at;
    private int _depth;

    /// <exception cref="ShellFault">Names what cannot be read.</exception>
    public static ShellList Read(string text, int depth = 0)
    {
        if (depth > MostDepth)
            throw new ShellFault($"nested more than {MostDepth} deep");
        var parser = new ShellParser(ShellLexer.Read(text, depth)) { _depth = depth };
        var list = parser.List();
        return parser._at == parser.Count
            ? list
            : throw new ShellFault($"Syntax error: \"{parser.Shown}\" unexpected");
    }

    private int Count => tokens.Length;

    private string Sign => _at < Count ? tokens[_at].Sign : "";

    private string? Plain => _at < Count ? tokens[_at].Plain : null;

    private string Shown =>
        _at >= Count ? "end of file"
        : Sign == "\n" ? "newline"
        : Sign.Length > 0 ? Sign
        : tokens[_at].Word?.Known ?? "word";

    private ShellList List()
    {
        if (++_depth > MostDepth)
            throw new ShellFault($"nested more than {MostDepth} deep");
        var items = ImmutableArray.CreateBuilder<ShellItem>();
        var after = ";";
        while (true)
        {
            while (Sign == "\n" || (Sign == ";" && after == ";" && items.Count > 0))
                _at++;
            if (_at >= Count || Sign == ")" || (Plain is { } word && Closing.Contains(word)))
                break;
            items.Add(new(after, Pipeline()));
            if (Sign == "&")
                throw new ShellFault("a command in the background (&) is not known here: use systemctl");
            if (Sign is not ("&&" or "||" or ";" or "\n"))
                break;
            after = Sign is "\n" ? ";" : Sign;
            _at++;
        }
        _depth--;
        return after is "&&" or "||" && (items.Count == 0 || _at >= Count && tokens[^1].Word is null)
            ? throw new ShellFault($"Syntax error: \"{Shown}\" unexpected")
            : new(items.ToImmutable());
    }

    private ShellPipeline Pipeline()
    {
        var isNegated = Plain == "!";
        if (isNegated)
            _at++;
        var commands = ImmutableArray.CreateBuilder<ShellSyntax>();
        commands.Add(Command());
        while (Sign == "|")
        {
            _at++;
            while (Sign == "\n")
                _at++;
            commands.Add(Command());
        }
        return new(commands.ToImmutable(), isNegated);
    }

    private ShellSyntax Command()
    {
        if (Sign == "(")
        {
            _at++;
            var body = List();
            Expect(Sign == ")", ")");
            return new ShellGroup(body, true, Redirects());
        }
        switch (Plain)
        {
            case "{":
                _at++;
                var body = List();
                Expect(Plain == "}", "}");
                return new ShellGroup(body, false, Redirects());
            case "if":
                return If();
            case "for":
                return For();
            case "while" or "until":
                return While();
            case "case" or "function":
                throw new ShellFault($"'{Plain}' is not known here: give the command in the world file");
            default:
                return Simple();
        }
    }

    private ShellIf If()
    {
        var parts = ImmutableArray.CreateBuilder<(ShellList?, ShellList)>();
        do
        {
            _at++;
            var condition = List();
            Expect(Plain == "then", "then");
            parts.Add((condition, List()));
        } while (Plain == "elif");
        if (Plain == "else")
        {
            _at++;
            parts.Add((null, List()));
        }
        Expect(Plain == "fi", "fi");
        return new(parts.ToImmutable());
    }

    private ShellFor For()
    {
        _at++;
        var name = Plain ?? throw new ShellFault("Syntax error: bad for loop variable");
        _at++;
        Expect(Plain == "in", "in");
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        while (_at < Count && tokens[_at].Word is { } word)
        {
            words.Add(word);
            _at++;
        }
        return new(name, words.ToImmutable(), Body());
    }

    private ShellWhile While()
    {
        var isUntil = Plain == "until";
        _at++;
        var condition = List();
        return new(condition, Body(), isUntil);
    }

    private ShellList Body()
    {
        while (Sign is ";" or "\n")
            _at++;
        Expect(Plain == "do", "do");
        var body = List();
        Expect(Plain == "done", "done");
        return body;
    }

    private ShellSimple Simple()
    {
        var assignments = ImmutableArray.CreateBuilder<KeyValuePair<string, ShellWord>>();
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        var redirects = ImmutableArray.CreateBuilder<ShellRedirect>();
        while (_at < Count)
        {
            if (Redirect() is { } found)
            {
                redirects.AddRange(found);
                continue;
            }
            if (tokens[_at].Word is not { } word)
                break;
            _at++;
            if (words.Count == 0 && Assignment(word) is { } assignment)
                assignments.Add(assignment);
            else
                words.Add(word);
        }
        if (Sign == "(" && words.Count == 1)
            throw new ShellFault("functions are not known here: give the command in the world file");
        return assignments.Count + words.Count + redirects.Count == 0
            ? throw new ShellFault($"Syntax error: \"{Shown}\" unexpected")
            : new(assignments.ToImmutable(), words.ToImmutable(), redirects.ToImmutable());
    }

    private ImmutableArray<ShellRedirect> Redirects()
    {
        var redirects = ImmutableArray.CreateBuilder<ShellRedirect>();
        while (Redirect() is { } found)
            redirects.AddRange(found);
        return redirects.ToImmutable();
    }

    private ShellRedirect[]? Redirect()
    {
        var descriptor = -1;
        var at = _at;
        if (Sign.Length == 1 && char.IsAsciiDigit(Sign[0]))
            descriptor = tokens[at++].Sign[0] - '0';
        var sign = at < Count ? tokens[at].Sign : "";
        if (!Redirections.Contains(sign))
            return null;
        if (at + 1 >= Count || tokens[at + 1].Word is not { } word)
            throw new ShellFault("Syntax error: a redirection leads nowhere");
        var document = tokens[at + 1].Document;
        _at = at + 2;
        descriptor =
            descriptor >= 0 ? descriptor
            : sign.StartsWith('<') ? 0
            : 1;
        if (descriptor > 2)
            throw new ShellFault($"{descriptor}: Bad file descriptor");
        return sign switch
        {
            "<<" or "<<-" => [new(descriptor, "<<", document ?? ShellWord.Of(""))],
            "&>" => [new(1, ">", word), new(2, ">&", ShellWord.Of("1"))],
            _ => [new(descriptor, sign, word)],
        };
    }

    private static KeyValuePair<string, ShellWord>? Assignment(ShellWord word)
    {
        if (word.Parts is not [ShellText { IsQuoted: false } first, ..])
            return null;
        var sign = first.Text.IndexOf('=', StringComparison.Ordinal);
        if (sign < 1 || !char.IsAsciiLetter(first.Text[0]) && first.Text[0] != '_')
            return null;
        var name = first.Text[..sign];
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? new(name, new(word.Parts.SetItem(0, new ShellText(first.Text[(sign + 1)..], false))))
            : null;
    }

    private void Expect(bool isThere, string what)
    {
        if (!isThere)
            throw new ShellFault($"Syntax error: \"{Shown}\" unexpected (expecting \"{what}\")");
        _at++;
    }
}
