namespace RunbookDsl.Lint;

/// <summary>Who sends a piece of SQL.</summary>
internal enum SqlSender
{
    /// <summary><c>Pg.Execute</c>: all statements in one transaction.</summary>
    Execute,

    /// <summary><c>Pg.Transaction</c>: code of the author's own in one transaction.</summary>
    Transaction,

    /// <summary><c>Pg.Ddl</c>: with a lock timeout, tried again.</summary>
    Ddl,

    /// <summary><c>Pg.Query</c> or <c>Pg.Check</c>: only looks.</summary>
    Look,

    /// <summary><c>psql -c</c>: all of one string at once.</summary>
    PsqlString,

    /// <summary><c>psql</c> that reads a file or a here-document: one statement after the other.</summary>
    PsqlInput,

    /// <summary>A person.</summary>
    Person,
}
