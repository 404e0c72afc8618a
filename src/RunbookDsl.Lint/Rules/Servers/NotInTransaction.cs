namespace RunbookDsl.Lint;

/// <summary>Some statements are refused inside a transaction.</summary>
internal sealed class NotInTransaction : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0321",
            LintSeverity.Error,
            "VACUUM or CONCURRENTLY stands in a transaction or beside other statements"
        )
        {
            Why =
                "The server refuses VACUUM, CREATE DATABASE and everything CONCURRENTLY inside a transaction block; "
                + "several statements in one -c string are one, too. Tried with PostgreSQL 15.",
            Instead = "Pg.Vacuum, Pg.Reindex(db).Concurrently(), Pg.Ddl(db, sql).OutsideTransaction().",
            Flagged = """
                Step("Routine")
                    .Run(Pg.Execute(db, "vacuum analyze; reindex table orders"))
                    .NoUndo("no row changed");
                """,
            Clean = """
                Step("Vacuum").Run(Pg.Vacuum(db).Analyze()).NoUndo("no row changed");
                Step("Indexes").Run(Pg.Reindex(db).Concurrently()).NoUndo("the same indexes, rebuilt");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var piece in step.Sql)
            if (
                IsTransaction(step, piece)
                && piece.Statements.FirstOrDefault(s => s.WantsNoTransaction) is { } statement
            )
                found.Add(
                    step,
                    $"the server refuses {statement.Verb} inside a transaction, and this is one: use "
                        + $"{Instead(statement)}."
                );
    }

    private static bool IsTransaction(ShapeStep step, SqlPiece piece) =>
        piece.Sender switch
        {
            SqlSender.Execute or SqlSender.Transaction => true,
            SqlSender.Ddl => step.Operation?.Has("OutsideTransaction") != true,
            SqlSender.PsqlString => piece.Statements.Count > 1
                || step.Commands.Any(c => c.Has("-1", "--single-transaction")),
            SqlSender.PsqlInput => step.Commands.Any(c => c.Has("-1", "--single-transaction")),
            _ => false,
        };

    private static string Instead(SqlPart statement) =>
        statement.Starts("vacuum") ? "Pg.Vacuum(db)"
        : statement.Starts("reindex") ? "Pg.Reindex(db)"
        : "Pg.Ddl(db, sql).OutsideTransaction()";
}
