using RunbookDsl.Testing;

namespace RunbookDsl.Lint;

/// <summary>One statement as its words.</summary>
/// <param name="Tokens">The words, without comments.</param>
internal sealed record SqlPart(IReadOnlyList<SqlToken> Tokens)
{
    /// <summary>Its first words, as messages name it: <c>CREATE INDEX</c>.</summary>
    public string Verb
    {
        get
        {
            var isLong = Tokens[0].Text is "create" or "drop" or "alter" or "reindex" && Tokens.Count > 1;
            return (isLong ? $"{Tokens[0].Text} {Tokens[1].Text}" : Tokens[0].Text).ToUpperInvariant();
        }
    }

    /// <summary>Whether it begins with these words.</summary>
    public bool Starts(params ReadOnlySpan<string> words)
    {
        if (Tokens.Count < words.Length)
            return false;
        for (var i = 0; i < words.Length; i++)
            if (!Tokens[i].Is(words[i]))
                return false;
        return true;
    }

    /// <summary>Whether these words stand in it, one after the other.</summary>
    public bool Has(params ReadOnlySpan<string> words)
    {
        for (var at = 0; at + words.Length <= Tokens.Count; at++)
        {
            var i = 0;
            while (i < words.Length && Tokens[at + i].Is(words[i]))
                i++;
            if (i == words.Length)
                return true;
        }
        return false;
    }

    /// <summary>Whether it throws rows away that nobody has a copy of.</summary>
    public bool DestroysRows =>
        Starts("drop", "table")
        || Starts("drop", "database")
        || Starts("drop", "schema")
        || Starts("truncate")
        || (Starts("alter", "table") && Has("drop", "column"))
        || (Starts("delete") && !Has("where"))
        || (Starts("update") && !Has("where"));

    /// <summary>Whether it waits for, and then holds, a lock that everybody needs.</summary>
    public bool LocksTable =>
        Starts("alter", "table")
        || Starts("drop", "table")
        || Starts("drop", "index")
        || Starts("truncate")
        || Starts("lock")
        || Starts("create", "index")
        || Starts("create", "unique", "index")
        || Starts("create", "trigger");

    /// <summary>Whether the server refuses it inside a transaction.</summary>
    public bool WantsNoTransaction =>
        Starts("vacuum")
        || Starts("create", "database")
        || Starts("drop", "database")
        || Starts("alter", "system")
        || ((Starts("reindex") || Starts("create") || Starts("drop")) && Has("concurrently"))
        || Starts("reindex", "database")
        || Starts("reindex", "system")
        || Starts("reindex", "schema");

    /// <summary>Whether it keeps everybody out of a table for as long as it takes.</summary>
    public bool KeepsOut =>
        !Has("concurrently")
        && (
            Starts("reindex")
            || Starts("cluster")
            || (Starts("vacuum") && Has("full"))
            || Starts("create", "index")
            || Starts("create", "unique", "index")
        );

    /// <summary>Whether it changes nothing.</summary>
    public bool Looks =>
        Starts("select") || Starts("show") || Starts("explain") || Starts("with") || Starts("table");
}
