namespace RunbookDsl;

/// <summary>
/// Where an operation finds the plan that it is a step of: there is none before all steps are written.
/// </summary>
internal sealed class PlanReference
{
    private Plan? _plan;

    public Plan Plan
    {
        get => _plan ?? throw new OperationFailedException("this runbook was never planned.");
        set => _plan = value;
    }
}
