namespace RunbookDsl.Lint;

/// <summary>Which pipeline deploys is known elsewhere.</summary>
internal sealed class DeploysNotFrozen : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0358", LintSeverity.Error, "Deployments go on during the window")
        {
            Moment = LintMoment.Run,
            Why =
                "A pipeline that deploys in the middle of a migration starts what was stopped, and runs its own one.",
            Instead =
                "A temporary step that pauses the pipeline, in the provider's own words; .Locks(\"site:…\").",
            ToldBy =
                "Nobody yet: whether there is a pipeline neither the text nor the plan shows. .Locks keeps runbooks "
                + "apart, not pipelines; web.Unit(…).Hold() keeps a deployment from starting the unit.",
        };
}
