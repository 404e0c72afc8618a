namespace RunbookDsl.Lint;

/// <summary>What locks whole tables wants the application out.</summary>
internal sealed class BlockingWhileOpen : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0324", LintSeverity.Error, "Tables are locked for as long as it takes while users are in")
        {
            Why =
                "REINDEX, VACUUM FULL, CLUSTER and a plain CREATE INDEX keep writers, or everybody, out of a table "
                + "until they are done.",
            Instead = "CONCURRENTLY, or a step before it that keeps the application out.",
            Flagged = """
                Step("Indexes")
                    .Run(web.Exec("psql", "-X", "-v", "ON_ERROR_STOP=1", "-c", "REINDEX DATABASE mydb"));
                """,
            Clean = """
                var shut = Step("Application out").Run(Temporarily(Pg.Fence(db).Roles("shop")));
                Step("Indexes")
                    .Run(web.Exec("psql", "-X", "-v", "ON_ERROR_STOP=1", "-c", "REINDEX DATABASE mydb"));
                Step("Application in").Run(PutBack(shut));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var piece in step.Sql)
            if (
                piece.Sender != SqlSender.Look
                && piece.Statements.FirstOrDefault(s => s.KeepsOut) is { } statement
                && !script.MayBeBefore(step, s => s.Does(Deed.Closes))
            )
                found.Add(
                    step,
                    $"{statement.Verb} locks each table until it is done, and no step before keeps users out: "
                        + "write CONCURRENTLY, or Temporarily(Pg.Fence(db).Roles(…)) before it."
                );
    }
}
