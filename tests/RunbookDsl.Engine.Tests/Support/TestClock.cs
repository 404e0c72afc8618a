namespace RunbookDsl.Engine.Tests.Support;

/// <summary>A clock that stands still until it is moved. Timers fire when it passes them.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 12, 5, 5, 0, 0, TimeSpan.Zero);
    private long _ticks;
    private TaskCompletionSource _slept = New();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _ticks;
    }

    /// <summary>Only the wall clock jumps, as when somebody sets it.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }

    public void Advance(TimeSpan by)
    {
        List<TestTimer> due;
        lock (_gate)
        {
            _now += by;
            _ticks += by.Ticks;
            due = _timers.FindAll(t => t.DueAt <= _ticks);
            _timers.RemoveAll(due.Contains);
        }
        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new TestTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Returns when somebody sleeps on this clock for less than a minute, or <paramref name="work"/> has
    /// ended.
    /// </summary>
    public async Task SleepsAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            Task sleeping;
            lock (_gate)
            {
                if (_timers.Exists(t => t.DueAt - _ticks < TimeSpan.TicksPerMinute && !t.IsPeriodic))
                    return;
                sleeping = _slept.Task;
            }
            await Task.WhenAny(work, sleeping);
        }
    }

    private void Set(TestTimer timer, TimeSpan dueTime)
    {
        TaskCompletionSource slept;
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.DueAt = _ticks + dueTime.Ticks;
            _timers.Add(timer);
            slept = _slept;
            _slept = New();
        }
        slept.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class TestTimer(TestClock clock, Action fire) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long DueAt { get; set; }

        public bool IsPeriodic => _period > TimeSpan.Zero;

        public void Fire()
        {
            fire();
            if (IsPeriodic)
                clock.Set(this, _period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose()
        {
            _period = Timeout.InfiniteTimeSpan;
            clock.Set(this, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
