namespace RunbookDsl.Testing.Apis;

/// <summary>
/// What a model does on its own, after a time of the virtual clock; or, for clients that really sleep between
/// two looks, when they have looked often enough.
/// </summary>
internal sealed class Transitions(VirtualClock clock, Lock gate, int polls)
{
    private readonly List<Pending> _pending = [];

    /// <summary>Changes something after a time, or when it was looked at often enough.</summary>
    /// <param name="time">The time.</param>
    /// <param name="watched">What clients look at to see it: the word for <see cref="Looked"/>.</param>
    /// <param name="change">The change; has to see by itself whether it still applies.</param>
    public void After(TimeSpan time, string watched, Action change)
    {
        if (polls > 0)
            _pending.Add(new(watched, change) { Left = polls });
        else
            Schedule(time, change);
    }

    /// <summary>Changes something at a time of the calendar, however often it is looked at.</summary>
    public void At(DateTimeOffset due, Action change) => Schedule(due - clock.GetUtcNow(), change);

    /// <summary>A client looks; what was due at this look happens before it sees anything.</summary>
    public void Looked(string watched)
    {
        foreach (var pending in _pending.Where(p => p.Watched == watched).ToArray())
            if (--pending.Left <= 0)
            {
                _pending.Remove(pending);
                pending.Change();
            }
    }

    private void Schedule(TimeSpan after, Action change) =>
        clock.Schedule(
            after > TimeSpan.Zero ? after : TimeSpan.Zero,
            () =>
            {
                lock (gate)
                    change();
            }
        );

    private sealed class Pending(string watched, Action change)
    {
        public string Watched => watched;

        public Action Change => change;

        public int Left { get; set; }
    }
}
