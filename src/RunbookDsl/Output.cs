namespace RunbookDsl;

/// <summary>
/// The result a step will have: a reference that can be planned with, but read only inside a running step.
/// </summary>
public abstract class Output
{
    private readonly StepSlot _slot;

    private protected Output(StepSlot slot) => _slot = slot;

    /// <summary>The id of the step that gives it.</summary>
    public string StepId => _slot.Spec.Id;

    /// <summary>The .NET type of the value.</summary>
    public abstract Type ValueType { get; }

    /// <summary><c>result of "Backup"</c>.</summary>
    public override string ToString() => $"result of \"{_slot.Spec.Name}\"";
}
