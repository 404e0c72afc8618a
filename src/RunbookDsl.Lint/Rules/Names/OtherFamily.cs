namespace RunbookDsl.Lint;

/// <summary>Told by the operation, which knows the zone.</summary>
internal sealed class OtherFamily : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0349", LintSeverity.Error, "The address of a name is changed in one family only")
        {
            Moment = LintMoment.Run,
            Why = "Visitors with IPv6 go on to the old host while all looks well from the operator's desk.",
            Instead =
                ".And(zone.Record(\"AAAA\", name).PointTo(…)), or .LeavingOtherFamily() when that is meant.",
            ToldBy =
                "Cloudflare changes look for a record of the other family at the provider and refuse, unless it is "
                + "changed too or .LeavingOtherFamily() says why not.",
        };
}
