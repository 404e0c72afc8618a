namespace RunbookDsl.Lint;

/// <summary>Told by journals, which the lint does not read.</summary>
internal sealed class EstimateUnproved : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0374", LintSeverity.Warning, "A step's time is a guess")
        {
            Moment = LintMoment.Run,
            Why = "Two hours became three because nobody had done it before with that much data.",
            Instead =
                "Pg.RehearseRestore, whose result says how long it took and of how many rows; .Expect(that).",
            ToldBy =
                "The journal of a rehearsed restore; Control.Budget sums what the steps expect. Where .Expect comes from "
                + "nobody can tell from the script.",
        };
}
