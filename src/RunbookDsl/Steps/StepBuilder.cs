using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>
/// A step being written. Each verb replaces the step's immutable spec in the session by a copy; nothing is
/// executed.
/// </summary>
public abstract class StepBuilder
{
    private protected StepBuilder(AuthoringSession session, StepSlot slot) =>
        (Session, Slot) = (session, slot);

    private protected AuthoringSession Session { get; }

    internal StepSlot Slot { get; }

    /// <summary>The step's id.</summary>
    public string StepId => Slot.Spec.Id;

    /// <summary>The step's name and id.</summary>
    public override string ToString() => $"step \"{Slot.Spec.Name}\" ({StepId})";

    private protected void Change(Func<StepSpec, StepSpec> change) => Slot.Spec = change(Slot.Spec);

    private protected SourceLocation Here(string file, int line, [CallerMemberName] string verb = "") =>
        new(file, line, verb);
}
