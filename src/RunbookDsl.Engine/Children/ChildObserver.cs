namespace RunbookDsl.Engine;

/// <summary>
/// What happens in a child run is seen by whoever watches the parent, one level further in.
/// </summary>
internal sealed class ChildObserver(RunScope parent) : IRunObserver
{
    public void On(RunEvent occurrence) => parent.Emit(occurrence with { Depth = occurrence.Depth + 1 });
}
