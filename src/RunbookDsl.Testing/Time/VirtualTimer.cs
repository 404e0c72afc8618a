namespace RunbookDsl.Testing;

/// <summary>One timer of the virtual clock.</summary>
/// <param name="clock">Its clock.</param>
/// <param name="kind">What it is for.</param>
/// <param name="order">Tells timers that are due at one moment apart.</param>
/// <param name="fire">What it does.</param>
internal sealed class VirtualTimer(VirtualClock clock, TimerKind kind, long order, Action fire) : ITimer
{
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();

    public TimerKind Kind => kind;

    public long Order => order;

    /// <summary>
    /// Whether a system waits with it while its caller, a program perhaps, waits for the answer.
    /// </summary>
    public bool IsForCaller { get; init; }

    /// <summary>When it fires next; null never.</summary>
    public DateTimeOffset? Due { get; set; }

    /// <summary>Time between two; null fires once.</summary>
    public TimeSpan? Every { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Set(this, dueTime, period);
        return true;
    }

    public void Fire()
    {
        if (_flow is null)
            fire();
        else
            ExecutionContext.Run(_flow, static f => ((Action)f!)(), fire);
    }

    public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
