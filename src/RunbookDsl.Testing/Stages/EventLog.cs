namespace RunbookDsl.Testing;

/// <summary>Everything that was asked of the systems of one rehearsal, in one order for all of
/// them.</summary>
public sealed class EventLog
{
    private readonly Lock _gate = new();
    private readonly List<WorldEvent> _events = [];

    /// <summary>What happened so far, in order.</summary>
    public IReadOnlyList<WorldEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    internal WorldEvent Add(Func<int, WorldEvent> make)
    {
        lock (_gate)
        {
            var happened = make(_events.Count + 1);
            _events.Add(happened);
            return happened;
        }
    }

    internal WorldEvent Change(int sequence, Func<WorldEvent, WorldEvent> change)
    {
        lock (_gate)
            return _events[sequence - 1] = change(_events[sequence - 1]);
    }
}
