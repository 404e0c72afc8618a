namespace RunbookDsl.Testing;

/// <summary>Reads the words of one statement.</summary>
internal sealed class SqlReading(
    IReadOnlyList<SqlToken> tokens,
    IReadOnlyDictionary<string, SqlShape> prepared
)
{
    private static readonly HashSet<string> Changing =
    [
        "insert",
        "update",
        "delete",
        "merge",
        "truncate",
        "create",
        "alter",
        "drop",
        "grant",
        "revoke",
        "copy",
        "call",
        "execute",
        "select",
        "refresh",
        "reindex",
    ];

    private static readonly HashSet<string> Fillers =
    [
        "only",
        "table",
        "if",
        "not",
        "exists",
        "concurrently",
        "into",
        "from",
        "verbose",
        "full",
        "freeze",
        "analyze",
        "unlogged",
        "view",
        "index",
        "sequence",
        "database",
        "schema",
        "materialized",
        "or",
        "replace",
        "unique",
        "on",
        "system",
        "global",
        "local",
        "temp",
        "temporary",
    ];

    public SqlShape Read() =>
        Word(0) switch
        {
            "set"
            or "reset"
            or "show"
            or "begin"
            or "start"
            or "discard"
            or "deallocate"
            or "listen"
            or "unlisten"
            or "fetch"
            or "move"
            or "close"
            or "declare"
            or "lock"
            or "release"
            or "load" => new(SqlShape.Session, false),
            "savepoint" => new(SqlShape.Session, false, Word(1)),
            "commit" or "end" => Word(1) == "prepared" ? new("commit prepared", true) : new("commit", false),
            "rollback" or "abort" => Rollback(),
            "prepare" => Prepare(),
            "execute" => prepared.TryGetValue(Word(1), out var known) ? known : new("execute", true, Word(1)),
            "select" or "table" or "values" or "with" or "" => Select(),
            "explain" => Explain(),
            "copy" => Copy(),
            "insert"
            or "delete"
            or "merge"
            or "truncate"
            or "update"
            or "reindex"
            or "cluster"
            or "vacuum"
            or "refresh"
            or "analyze" => new(Word(0), true, Name(1)),
            "create" or "alter" or "drop" => Define(),
            "checkpoint" => new("checkpoint", false),
            "do" => new("do", tokens.Any(t => t.Kind == SqlTokenKind.Literal && BlockChanges(t.Text))),
            var other => new(other, true, other == "call" ? Name(1) : ""),
        };

    // A block that only sets something for its session, or raises, changes nothing.
    private static bool BlockChanges(string body)
    {
        var words = SqlTokens.Of(body.Trim('$'));
        for (var i = 0; i < words.Count; i++)
            if (words[i].Kind == SqlTokenKind.Word && Changing.Contains(words[i].Text))
                return true;
            else if (words[i].Is("perform") && i + 1 < words.Count && !words[i + 1].Is("set_config"))
                return true;
        return false;
    }

    private SqlShape Rollback()
    {
        if (Word(1) == "prepared")
            return new("rollback prepared", true);
        var to = Find(t => t.Is("to"));
        return to < 0
            ? new("rollback", false)
            : new("rollback to", false, Word(to + 1) == "savepoint" ? Word(to + 2) : Word(to + 1));
    }

    private SqlShape Prepare()
    {
        if (Word(1) == "transaction")
            return new("prepare transaction", true);
        var start = Find(t => t.Is("as")) + 1;
        return new(SqlShape.Session, false)
        {
            Prepares = Word(1),
            Prepared = new SqlReading([.. tokens.Skip(start)], prepared).Read(),
        };
    }

    private SqlShape Explain()
    {
        var inner = Find(t =>
            t.Kind == SqlTokenKind.Word
            && t.Text is "select" or "insert" or "update" or "delete" or "merge" or "with" or "execute"
        );
        var shape = inner < 0 ? null : new SqlReading([.. tokens.Skip(inner)], prepared).Read();
        var runs = Find(t => t.Is("analyze")) is var at && at >= 0 && at < inner;
        return new("explain", runs && shape is { IsChange: true }, shape?.Subject ?? "");
    }

    private SqlShape Copy()
    {
        var depth = 0;
        var subject = tokens.Count > 1 && tokens[1].IsName ? Name(1) : "";
        for (var i = 1; i < tokens.Count; i++)
        {
            depth +=
                tokens[i].IsSymbol('(') ? 1
                : tokens[i].IsSymbol(')') ? -1
                : 0;
            if (depth == 0 && tokens[i].Kind == SqlTokenKind.Word && tokens[i].Text is "from" or "to")
                return new("copy", tokens[i].Text == "from", subject);
        }
        return new("copy", true, subject);
    }

    private SqlShape Define()
    {
        var isTemporary = Word(0) == "create" && Find(t => t.Text is "temp" or "temporary") is 1 or 2;
        var at = 1;
        while (
            Word(at)
                is "or"
                    or "replace"
                    or "unique"
                    or "temp"
                    or "temporary"
                    or "unlogged"
                    or "local"
                    or "global"
                    or "materialized"
                    or "trusted"
                    or "recursive"
                    or "constraint"
                    or "event"
                    or "foreign"
        )
            at++;
        var what = Word(at);
        return isTemporary
            ? new(SqlShape.Session, false)
            : new($"{Word(0)} {what}".TrimEnd(), true, Name(at + 1));
    }

    private SqlShape Select()
    {
        var from = Find(t => t.Is("from"));
        var sources = Sources();
        var subject = sources.Find(s => !IsCatalog(s)) ?? (sources.Count > 0 ? sources[0] : "");
        var writes = Find(t =>
            t.Kind == SqlTokenKind.Word && t.Text is "insert" or "update" or "delete" or "merge"
        );
        if (Word(0) == "with" && writes >= 0 && Word(writes - 1) != "for")
            return new(tokens[writes].Text, true, Name(writes + 1));
        var into = Find(t => t.Is("into"));
        if (into >= 0 && (from < 0 || into < from))
            return new("select into", true, Name(into + 1));
        if (SqlFunctions.Changing(tokens, from) is { } function)
            return new("select", true, function);
        return sources.TrueForAll(IsCatalog) && Word(0) is "select" or "with" or ""
            ? new(SqlShape.Catalog, false, subject)
            : new(Word(0) is "with" or "" ? "select" : Word(0), false, subject);
    }

    // Names behind FROM and JOIN, in sub-selects, too. "select 1" has none: it asks nobody's data.
    private List<string> Sources()
    {
        var sources = new List<string>();
        for (var i = 0; i < tokens.Count; i++)
            if (tokens[i].Is("from") || tokens[i].Is("join"))
            {
                var at = Word(i + 1) is "only" or "lateral" ? i + 2 : i + 1;
                if (at < tokens.Count && tokens[at].IsName && Name(at) is { Length: > 0 } name)
                    sources.Add(name);
            }
        return sources;
    }

    private static bool IsCatalog(string subject) =>
        subject.StartsWith("pg_", StringComparison.Ordinal)
        || subject.StartsWith("information_schema.", StringComparison.Ordinal);

    /// <summary>The first name behind the words that only say of what kind it is.</summary>
    private string Name(int at)
    {
        while (at < tokens.Count)
        {
            if (tokens[at].IsSymbol('(') && Close(at) is var end and > 0)
                at = end + 1;
            else if (tokens[at].Kind == SqlTokenKind.Word && Fillers.Contains(tokens[at].Text))
                at++;
            else
                break;
        }
        if (at >= tokens.Count || !tokens[at].IsName)
            return "";
        var name = Plain(tokens[at]);
        for (; at + 2 < tokens.Count && tokens[at + 1].IsSymbol('.') && tokens[at + 2].IsName; at += 2)
            name += $".{Plain(tokens[at + 2])}";
        return name;
    }

    private int Close(int at)
    {
        var depth = 0;
        for (; at < tokens.Count; at++)
        {
            depth +=
                tokens[at].IsSymbol('(') ? 1
                : tokens[at].IsSymbol(')') ? -1
                : 0;
            if (depth == 0)
                return at;
        }
        return -1;
    }

    private static string Plain(SqlToken token) =>
        token.Kind == SqlTokenKind.Quoted ? token.Text.Trim('"') : token.Text;

    private string Word(int at) => at >= 0 && at < tokens.Count && tokens[at].IsName ? Plain(tokens[at]) : "";

    private int Find(Predicate<SqlToken> is_)
    {
        for (var i = 0; i < tokens.Count; i++)
            if (is_(tokens[i]))
                return i;
        return -1;
    }
}
