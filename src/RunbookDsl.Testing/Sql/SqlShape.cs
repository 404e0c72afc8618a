namespace RunbookDsl.Testing;

/// <summary>
/// What a statement is for, as far as its words tell. The table in README.md of <c>PostgresProxy</c> is
/// the rule.
/// </summary>
/// <param name="Operation">Its first words: <c>update</c>, <c>create index</c>.</param>
/// <param name="IsChange">Whether it is meant to change what other sessions see.</param>
/// <param name="Subject">The table or object it names first; empty when that is not simple.</param>
internal sealed record SqlShape(string Operation, bool IsChange, string Subject = "")
{
    /// <summary>The operation of what concerns the session alone.</summary>
    public const string Session = "session";

    /// <summary>The operation of a look at nothing but the server's own catalogs.</summary>
    public const string Catalog = "catalog";

    /// <summary>For PREPARE: the name; else null.</summary>
    public string? Prepares { get; init; }

    /// <summary>For PREPARE: what is prepared; else null.</summary>
    public SqlShape? Prepared { get; init; }

    private bool IsAside => Operation is Session or Catalog;

    /// <summary>
    /// The shape of a query. Of several statements in one, the first that concerns more than the session
    /// gives the name, and it is a change when any is.
    /// </summary>
    /// <param name="sql">One or more statements.</param>
    /// <param name="prepared">What the session has prepared, by name.</param>
    public static SqlShape Of(string sql, IReadOnlyDictionary<string, SqlShape> prepared)
    {
        SqlShape? shape = null;
        var tokens = SqlTokens.Of(sql);
        for (var at = 0; at < tokens.Count; )
        {
            var end = tokens.FindIndex(at, t => t.IsSymbol(';'));
            end = end < 0 ? tokens.Count : end;
            if (end > at)
                shape = Join(shape, new SqlReading(tokens[at..end], prepared).Read());
            at = end + 1;
        }
        return shape ?? new(Session, false);
    }

    private static SqlShape Join(SqlShape? first, SqlShape next) =>
        first is null ? next
        : (first.IsAside && !next.IsAside) || (!first.IsChange && next.IsChange) ? next
        : first;
}
