namespace RunbookDsl.Lint;

/// <summary>Told by the server, which knows who is connected.</summary>
internal sealed class WritersForgotten : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0384", LintSeverity.Error, "Somebody still writes who is on no list")
        {
            Moment = LintMoment.Run,
            Why = "Workers, schedulers, integrations and reports have sessions of their own.",
            Instead = "Pg.Fence(db) without roles, or with all of them; Pg.Drain(db) behind it.",
            ToldBy =
                "Pg.Drain fails and names every session that is left; Pg.Fence verifies that none of its roles is "
                + "connected.",
        };
}
