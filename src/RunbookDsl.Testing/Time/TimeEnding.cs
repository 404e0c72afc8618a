namespace RunbookDsl.Testing;

/// <summary>The end of a stretch of virtual time, told once.</summary>
internal sealed class TimeEnding(Action action) : IDisposable
{
    private Action? _action = action;

    public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
}
