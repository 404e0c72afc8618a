namespace RunbookDsl.Lint;

/// <summary>The time of the last replayed transaction is no measure of lag.</summary>
internal sealed class LagByClock : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0332", LintSeverity.Warning, "Replica lag is measured by the clock only")
        {
            Why =
                "On an idle primary the time since the last replayed transaction grows for ever; of a replica that has "
                + "lost its connection it says nothing, and no row is taken for zero. Tried.",
            Instead = "Pg.CheckReplica(primary, replica), which compares positions in the log on both sides.",
            Flagged = """
                Step("Replica is near")
                    .Run(Pg.Check(db, "select now() - pg_last_xact_replay_timestamp() < interval '10 s'"));
                """,
            Clean = """
                var replica = Pg.Database(Secret("REPLICA_URL"));
                Step("Replica is near").Run(Pg.CheckReplica(db, replica));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var piece in AllSql.Of(step))
            if (
                piece.Statements.Any(s => s.Has("pg_last_xact_replay_timestamp") || s.Has("replay_lag"))
                && !piece.Statements.Any(s =>
                    s.Tokens.Any(t => t.Text.Contains("lsn", StringComparison.Ordinal))
                )
            )
                found.Add(
                    step,
                    "an idle primary looks like a lagging replica this way, and a lost one like a near one: use "
                        + "Pg.CheckReplica(primary, replica)."
                );
    }
}
