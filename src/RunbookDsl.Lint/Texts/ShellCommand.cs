namespace RunbookDsl.Lint;

/// <summary>One program of a line of shell.</summary>
/// <param name="Words">The program and its arguments, without <c>sudo</c> and the like.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Words)
{
    /// <summary>The program's file name.</summary>
    public string Program => Words.Count == 0 ? "" : Path.GetFileName(Words[0]);

    /// <summary>Whose output it reads.</summary>
    public ShellCommand? From { get; init; }

    /// <summary>Whether another program reads its output.</summary>
    public bool IsPiped { get; set; }

    /// <summary>What it is given to read, when that is written down.</summary>
    public string? Input { get; init; }

    /// <summary>The file it reads; null when none.</summary>
    public string? ReadsFile { get; init; }

    /// <summary>The file it writes; null when none.</summary>
    public string? WritesFile { get; init; }

    /// <summary>Whether what it says about failures is thrown away.</summary>
    public bool HidesErrors { get; init; }

    /// <summary>Whether its failure is made a success: <c>|| true</c>.</summary>
    public bool FailsSilently { get; set; }

    /// <summary>What is set for it alone: <c>PGPASSWORD</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>All of it as one line.</summary>
    public string Line => string.Join(' ', Words);

    /// <summary>Whether a word is one of these.</summary>
    public bool Has(params ReadOnlySpan<string> words)
    {
        foreach (var word in Words)
            if (words.Contains(word))
                return true;
        return false;
    }

    /// <summary>Whether any word begins like this.</summary>
    public bool HasStart(string start) => Words.Any(w => w.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Whether it is this program with these words first, options not counted.</summary>
    public bool Is(string program, params ReadOnlySpan<string> first)
    {
        if (Program != program)
            return false;
        var at = 0;
        for (var i = 1; i < Words.Count && at < first.Length; i++)
            if (Words[i].StartsWith('-'))
                continue;
            else if (Words[i] == first[at])
                at++;
            else
                return false;
        return at == first.Length;
    }

    /// <summary>The value of an option, in whichever of its forms; null when it is not given.</summary>
    public string? Option(params ReadOnlySpan<string> names)
    {
        for (var i = 1; i < Words.Count; i++)
            foreach (var name in names)
            {
                if (Words[i] == name && i + 1 < Words.Count)
                    return Words[i + 1];
                var isLong = name.StartsWith("--", StringComparison.Ordinal);
                if (isLong && Words[i].StartsWith(name + "=", StringComparison.Ordinal))
                    return Words[i][(name.Length + 1)..];
                if (!isLong && Words[i].Length > 2 && Words[i].StartsWith(name, StringComparison.Ordinal))
                    return Words[i][2..];
            }
        return null;
    }
}
