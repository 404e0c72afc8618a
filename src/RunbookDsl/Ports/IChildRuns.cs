namespace RunbookDsl;

/// <summary>
/// The child run of the step that asks for this port. The engine provides it: a child has the store, the
/// clock, the people and the world of its parent.
/// </summary>
public interface IChildRuns
{
    /// <summary>
    /// Begins the step's child run, or goes on with the one that was begun, never with a second one, and
    /// returns at its good end. A child that is held holds the parent with the same status.
    /// </summary>
    Task<ChildRunResult> RunAsync(ChildRunOperation child, StepContext context);

    /// <summary>Looks how the child run stands in its journal; changes nothing.</summary>
    Task<ChildLook> LookAsync();

    /// <summary>Takes the child run back, its last step first; nothing when it was never begun.</summary>
    Task TakeBackAsync(ChildRunOperation child, StepContext context);
}
