namespace RunbookDsl.Scripting.Positions;

/// <summary>
/// Finds a verb in the text of its line, when an error is printed: no parser is loaded for it.
/// </summary>
public sealed class ColumnFinder : IColumnFinder
{
    /// <inheritdoc/>
    public SourceLocation Locate(SourceLocation where)
    {
        if (
            where.Column > 0
            || where.Line < 1
            || where.File.Length == 0
            || where.Verb is not { Length: > 0 } verb
        )
        {
            return where;
        }

        return ReadLine(where.File, where.Line) is { } line
            ? where with
            {
                Column = Find(line, verb, where.Hint) + 1,
            }
            : where;
    }

    /// <summary>
    /// Index of the call of <paramref name="verb"/> in a line, or -1; of several, the last before the hint.
    /// </summary>
    internal static int Find(string line, string verb, string? hint)
    {
        var code = BlankText(line);
        var limit = string.IsNullOrEmpty(hint) ? -1 : line.IndexOf(hint, StringComparison.Ordinal);
        var found = -1;
        for (var i = code.IndexOf(verb, StringComparison.Ordinal); i >= 0; )
        {
            var isWord = !IsWordAt(code, i - 1) && !IsWordAt(code, i + verb.Length);
            if (isWord && (found < 0 || i < limit))
            {
                found = i;
            }

            i = code.IndexOf(verb, i + 1, StringComparison.Ordinal);
        }

        return found;
    }

    private static bool IsWordAt(string code, int index) =>
        index >= 0 && index < code.Length && (char.IsLetterOrDigit(code[index]) || code[index] == '_');

    // A verb's name inside a string or behind // is not the verb.
    private static string BlankText(string line)
    {
        var code = line.ToCharArray();
        var inString = false;
        for (var i = 0; i < code.Length; i++)
        {
            if (!inString && code[i] == '/' && i + 1 < code.Length && code[i + 1] == '/')
            {
                Array.Fill(code, ' ', i, code.Length - i);
                break;
            }

            var isQuote = code[i] == '"';
            if (inString && code[i] == '\\' && i + 1 < code.Length)
            {
                code[i++] = ' ';
                code[i] = ' ';
                continue;
            }

            inString ^= isQuote;
            if (inString && !isQuote)
            {
                code[i] = ' ';
            }
        }

        return new string(code);
    }

    private static string? ReadLine(string file, int number)
    {
        try
        {
            return File.ReadLines(file).Skip(number - 1).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
