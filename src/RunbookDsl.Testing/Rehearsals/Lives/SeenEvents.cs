using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>Keeps what an operator would have seen.</summary>
internal sealed class SeenEvents : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly List<SeenEvent> _seen = [];

    public int Life { get; set; } = 1;

    /// <summary>Whether the process at work has ended: nobody sees what its code still says.</summary>
    public Func<bool> HasEnded { get; set; } = () => false;

    public IReadOnlyList<SeenEvent> All
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    public void On(RunEvent occurrence)
    {
        // How far a step is varies with the machine; everything else does not.
        if (occurrence.Kind == RunEventKind.StepProgress || HasEnded())
            return;
        lock (_gate)
            _seen.Add(new(Life, occurrence));
    }
}
