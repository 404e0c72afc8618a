namespace RunbookDsl;

/// <summary>A step that must be finished first, by id or by the step itself.</summary>
public sealed class StepNeed
{
    private readonly StepSlot? _slot;
    private readonly string _id;

    private StepNeed(StepSlot? slot, string id) => (_slot, _id) = (slot, id);

    /// <summary>The id it stands for.</summary>
    public string Id => _slot?.Spec.Id ?? _id;

    /// <summary>Whether it was written as text and has to be looked up in the scope it is in.</summary>
    internal bool IsText => _slot is null;

    /// <summary>By id, as written: looked up in the step's own scope first.</summary>
    public static implicit operator StepNeed(string id) => new(null, id);

    /// <summary>By the step's variable.</summary>
    public static implicit operator StepNeed(StepBuilder step) => new(step.Slot, "");
}
