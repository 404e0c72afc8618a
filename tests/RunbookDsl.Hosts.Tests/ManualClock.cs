namespace RunbookDsl.Hosts.Tests;

/// <summary>A clock whose timers fire when the test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly TaskCompletionSource<ManualTimer> _made = new();

    /// <summary>The first timer made.</summary>
    public Task<ManualTimer> Timer => _made.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan due, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), due);
        _made.TrySetResult(timer);
        return timer;
    }

    internal sealed record ManualTimer(Action Fire, TimeSpan Due) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
