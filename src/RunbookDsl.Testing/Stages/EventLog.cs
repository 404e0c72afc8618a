namespace RunbookDsl.Testing;

/// <summary>Everything that was asked of the systems of one rehearsal, in one order for all of
/// them.</summary>
public sealed class EventLog
{
    private readonly Lock _gate = new();
    private readonly List<WorldEvent> _events = [];
    private readonly HashSet<(string System, string? Step)> _askers = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>What happened so far, in order.</summary>
    public IReadOnlyList<WorldEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>How much happened so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    /// <summary>Whether a step has asked a system for anything; null asks for any step.</summary>
    internal bool HasAsked(string system, string? step)
    {
        lock (_gate)
            return step is null ? _askers.Any(a => a.System == system) : _askers.Contains((system, step));
    }

    // What is looked at again and again is kept once.
    internal string Same(string text)
    {
        lock (_gate)
            return _texts.TryGetValue(text, out var known) ? known : _texts[text] = text;
    }

    internal WorldEvent Add(Func<int, WorldEvent> make)
    {
        lock (_gate)
        {
            var happened = make(_events.Count + 1);
            _events.Add(happened);
            _askers.Add((happened.Call.System, happened.Call.Step));
            return happened;
        }
    }

    internal WorldEvent Change(int sequence, Func<WorldEvent, WorldEvent> change)
    {
        lock (_gate)
            return _events[sequence - 1] = change(_events[sequence - 1]);
    }
}
