namespace RunbookDsl.Lint;

/// <summary>A replica that lags is promoted without what it has not got.</summary>
internal sealed class PromoteUnchecked : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0331", LintSeverity.Error, "A replica is promoted and nobody asks how far behind it is")
        {
            Moment = LintMoment.Static | LintMoment.Run,
            Why =
                "FabulAWS' promote_replica promotes whatever it finds. What the replica has not received is lost, and "
                + "the old primary goes on beside it.",
            Instead =
                "Pg.CheckReplica(primary, replica), Pg.Fence(primary), then Pg.Promote(replica, primary).",
            ToldBy = "Pg.Promote refuses while the old primary still takes writes or the replica lags.",
            Flagged = """
                Step("Promote").Run(web.Exec("pg_ctl", "promote", "-D", "/var/lib/postgresql/15/main"));
                """,
            Clean = """
                var replica = Pg.Database(Secret("REPLICA_URL"));
                Step("Old side closed").Run(Temporarily(Pg.Fence(db)));
                Step("Nothing is missing").Run(Pg.CheckReplica(db, replica));
                Step("Promote").Run(Pg.Promote(replica, db)).NoUndo("a promotion is one").PointOfNoReturn();
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            var byHand =
                step.Commands.Any(c =>
                    (c.Program is "pg_ctl" or "pg_ctlcluster" && c.Has("promote"))
                    || c.Words.Any(w => w.StartsWith("promote_replica", StringComparison.Ordinal))
                )
                || step.Sql.Any(p =>
                    p.Sender != SqlSender.Look && p.Statements.Any(s => s.Has("pg_promote"))
                );
            if (byHand && !script.MayBeBefore(step, s => s.ChecksBy("Pg.CheckReplica")))
                found.Add(
                    step,
                    "what the replica has not received is lost: use Pg.Promote(replica, primary), or check with "
                        + "Pg.CheckReplica(primary, replica) right before."
                );
        }
    }
}
