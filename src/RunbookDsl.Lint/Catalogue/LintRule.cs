namespace RunbookDsl.Lint;

/// <summary>One rule: what is known about it, and how it is decided.</summary>
internal abstract class LintRule
{
    /// <summary>The source of the rule's page.</summary>
    public abstract LintRuleInfo Info { get; }

    /// <summary>Looks at a script as it is written.</summary>
    public virtual void Look(ScriptShape script, Findings found) { }

    /// <summary>Looks at a plan.</summary>
    public virtual void Look(Plan plan, PlanFindings found) { }
}
