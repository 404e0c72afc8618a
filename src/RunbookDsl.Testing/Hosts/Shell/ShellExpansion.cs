using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Makes the words of a command out of what the script says.</summary>
internal sealed class ShellExpansion(ShellRun run, FileTree files, ShellSession session)
{
    /// <summary>Any number of words: split at blanks, matched with files where nothing is quoted.</summary>
    public async Task<List<string>> WordsAsync(IEnumerable<ShellWord> words, ShellStreams streams)
    {
        var all = new List<string>();
        foreach (var word in words)
        {
            // The quotes around it leave an empty text behind.
            if (
                word.Parts.Where(p => p is not ShellText { Text: "" }).ToList()
                is [ShellVariable { Name: "@", Operator: "" }]
            )
            {
                all.AddRange(session.Arguments);
                continue;
            }
            all.AddRange(Fields(await PiecesAsync(word, streams).ConfigureAwait(false)));
        }
        return all;
    }

    /// <summary>Exactly one word, neither split nor matched.</summary>
    public async Task<string> TextAsync(ShellWord word, ShellStreams streams) =>
        string.Concat((await PiecesAsync(word, streams).ConfigureAwait(false)).Select(p => p.Text));

    private async Task<List<(string Text, bool IsQuoted, bool Splits)>> PiecesAsync(
        ShellWord word,
        ShellStreams streams
    )
    {
        var pieces = new List<(string, bool, bool)>();
        foreach (var part in word.Parts)
            switch (part)
            {
                case ShellText text:
                    var isHome = pieces.Count == 0 && !text.IsQuoted && text.Text is ['~', ..];
                    pieces.Add((isHome ? Home(text.Text) : text.Text, text.IsQuoted, false));
                    break;
                case ShellVariable variable:
                    var value = await ValueAsync(variable, streams).ConfigureAwait(false);
                    pieces.Add((value, variable.IsQuoted, !variable.IsQuoted));
                    break;
                case ShellSubstitution substitution:
                    var output = new BufferOutput();
                    session.Last = await run.ListAsync(
                            substitution.Body,
                            session.Copy(),
                            streams with
                            {
                                Out = output,
                            }
                        )
                        .ConfigureAwait(false);
                    var said = Encoding.UTF8.GetString(output.Bytes).TrimEnd('\n');
                    pieces.Add((said, substitution.IsQuoted, !substitution.IsQuoted));
                    break;
            }
        return pieces;
    }

    private string Home(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = text[1..(slash < 0 ? text.Length : slash)];
        return HostMachine.HomeOf(name.Length == 0 ? session.User : name) + (slash < 0 ? "" : text[slash..]);
    }

    private async Task<string> ValueAsync(ShellVariable variable, ShellStreams streams)
    {
        var value = variable.Name switch
        {
            "?" => $"{session.Last}",
            "$" => "4242",
            "#" => $"{session.Arguments.Count}",
            "@" or "*" => string.Join(' ', session.Arguments),
            "0" => session.Name,
            [>= '1' and <= '9'] => session.Arguments.ElementAtOrDefault(variable.Name[0] - '1'),
            "HOME" when !session.Variables.ContainsKey("HOME") => HostMachine.HomeOf(session.User),
            "USER" or "LOGNAME" => session.User,
            "PWD" => session.Folder,
            "HOSTNAME" => run.Machine.Name,
            var name => session.Variables.GetValueOrDefault(name),
        };
        if (variable.Operator == "#" && variable.Word is null)
            return $"{(value ?? "").Length}";
        if (variable.Operator.Length == 0)
            return value is null && session.NeedsVariables && char.IsAsciiLetter(variable.Name[0])
                ? throw new ShellFault($"{variable.Name}: unbound variable")
                : value ?? "";
        var word = await TextAsync(variable.Word!, streams).ConfigureAwait(false);
        var isThere = variable.Operator is "-" or "+" ? value is not null : value is { Length: > 0 };
        switch (variable.Operator)
        {
            case ":-" or "-":
                return isThere ? value! : word;
            case ":+" or "+":
                return isThere ? word : "";
            case ":=":
                if (!isThere)
                    session.Set(variable.Name, word);
                return isThere ? value! : word;
            case ":?":
                return isThere ? value! : throw new ShellFault($"{variable.Name}: {word}");
            default:
                return Cut(value ?? "", variable.Operator, word);
        }
    }

    private static string Cut(string value, string sign, string pattern)
    {
        var lengths = Enumerable.Range(0, value.Length + 1);
        if (sign.Length == 2)
            lengths = lengths.Reverse();
        foreach (var length in lengths)
            if (sign[0] == '#' && Glob.Matches(value[..length], pattern))
                return value[length..];
            else if (sign[0] == '%' && Glob.Matches(value[^length..], pattern))
                return value[..^length];
        return value;
    }

    private List<string> Fields(List<(string Text, bool IsQuoted, bool Splits)> pieces)
    {
        var fields = new List<string>();
        var (plain, pattern, isAny, isPattern) = (new StringBuilder(), new StringBuilder(), false, false);
        void End()
        {
            if (isAny)
                fields.AddRange(isPattern ? Match(pattern.ToString(), plain.ToString()) : [plain.ToString()]);
            plain.Clear();
            pattern.Clear();
            (isAny, isPattern) = (false, false);
        }
        foreach (var (text, isQuoted, splits) in pieces)
        {
            isAny |= isQuoted || (!splits && text.Length > 0);
            foreach (var c in text)
            {
                if (splits && c is ' ' or '\t' or '\n' && splits)
                {
                    End();
                    continue;
                }
                isAny = true;
                isPattern |= !isQuoted && c is '*' or '?' && !isQuoted;
                plain.Append(c);
                pattern.Append(isQuoted && c is '*' or '?' or '\\' && isQuoted ? $"\\{c}" : c.ToString());
            }
        }
        End();
        return fields;
    }

    private IEnumerable<string> Match(string pattern, string plain)
    {
        var folder = pattern.Contains('/', StringComparison.Ordinal) ? FileTree.ParentOf(pattern) : "";
        // No process has a folder here; who looks there is told by the program.
        if (folder.StartsWith("/proc/", StringComparison.Ordinal))
            return [plain];
        if (folder.AsSpan().IndexOfAny('*', '?') >= 0)
            throw new ShellFault($"'{plain}': a pattern in the name of a folder is not known here");
        var name = FileTree.NameOf(pattern);
        var real = FileTree.Absolute(folder.Length == 0 ? "." : folder, session.Folder);
        if (files.Find(real) is not { Kind: FileNodeKind.Folder })
            return [plain];
        var prefix = folder.Length == 0 ? "" : folder.TrimEnd('/') + "/";
        var found = files
            .List(real)
            .Where(n => (n[0] != '.' || name[0] == '.') && Glob.Matches(n, name))
            .Select(n => prefix + n)
            .ToList();
        return found.Count == 0 ? [plain] : found;
    }
}
