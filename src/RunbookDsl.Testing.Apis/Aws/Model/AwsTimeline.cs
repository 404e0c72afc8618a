namespace RunbookDsl.Testing.Apis;

/// <summary>
/// What the account does on its own later, in order. It follows virtual time; a client that sleeps in real
/// time between two looks may make it run ahead of that.
/// </summary>
/// <param name="clock">Virtual time.</param>
/// <param name="gate">Held while the account changes.</param>
internal sealed class AwsTimeline(VirtualClock clock, Lock gate)
{
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _queue = new();
    private TimeSpan _ahead;
    private DateTimeOffset? _firing;
    private long _order;
    private bool _isHeld;

    public DateTimeOffset Now => _firing ?? clock.GetUtcNow() + _ahead;

    /// <summary>Does something after this time.</summary>
    public void After(TimeSpan delay, Action action)
    {
        var due = Now + delay;
        _queue.Enqueue(action, (due, ++_order));
        var left = due - _ahead - clock.GetUtcNow();
        clock.Schedule(left > TimeSpan.Zero ? left : TimeSpan.Zero, Wake);
    }

    /// <summary>Does a call of somebody, after all that was due before it; nothing comes between.</summary>
    public T Hold<T>(Func<T> call)
    {
        lock (gate)
        {
            Catch();
            _isHeld = true;
            try
            {
                return call();
            }
            finally
            {
                _isHeld = false;
            }
        }
    }

    /// <summary>Runs ahead of virtual time until something is over, in order with all else.</summary>
    public void Until(Func<bool> isOver, TimeSpan atMost)
    {
        var last = Now + atMost;
        while (!isOver() && _queue.TryPeek(out _, out var next) && next.Due <= last)
        {
            if (next.Due > Now)
                _ahead += next.Due - Now;
            Fire();
        }
    }

    private void Wake()
    {
        lock (gate)
            if (!_isHeld)
                Catch();
    }

    private void Catch()
    {
        while (_firing is null && _queue.TryPeek(out _, out var next) && next.Due <= Now)
            Fire();
    }

    private void Fire()
    {
        if (!_queue.TryDequeue(out var action, out var at))
            return;
        _firing = at.Due;
        try
        {
            action();
        }
        finally
        {
            _firing = null;
        }
    }
}
