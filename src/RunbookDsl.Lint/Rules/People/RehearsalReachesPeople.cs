namespace RunbookDsl.Lint;

/// <summary>Kept by the harness, whatever the script says.</summary>
internal sealed class RehearsalReachesPeople : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0380", LintSeverity.Error, "A rehearsal could reach real people")
        {
            Moment = LintMoment.Run,
            Why = "A dry run that sends mail is the mail that everybody remembers.",
            Instead = "Nothing: a rehearsal has a world of its own.",
            ToldBy =
                "The harness: in a rehearsal every connection goes to a server of its world, and a call that the world "
                + "does not know fails the rehearsal.",
        };
}
