namespace RunbookDsl.Lint;

/// <summary>What one rule finds in a plan.</summary>
internal sealed class PlanFindings(LintRuleInfo rule)
{
    private readonly List<PlanFinding> _found = [];

    public IReadOnlyList<PlanFinding> Found => _found;

    public void Add(PlannedStep step, string message) => Add(step.Spec.Where, message);

    public void Add(SourceLocation where, string message) =>
        _found.Add(new(rule.Id, rule.Severity, message, where));
}
