namespace RunbookDsl.Engine;

/// <summary>What ends one look at the world: the operator, or a look that takes too long.</summary>
internal sealed class LookLimit : IDisposable
{
    private readonly RunScope _scope;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _time = new();
    private readonly CancellationTokenSource? _both;
    private ITimer? _timer;

    /// <param name="scope">The run.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="isBrakeHeeded">Whether the operator's second request ends it.</param>
    public LookLimit(RunScope scope, TimeSpan patience, bool isBrakeHeeded)
    {
        (_scope, _patience) = (scope, patience);
        if (isBrakeHeeded)
            _both = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, scope.Control.Cancel);
        Token = _both?.Token ?? _time.Token;
    }

    public CancellationToken Token { get; }

    /// <summary>Whether its time has passed.</summary>
    public bool IsOver => _time.IsCancellationRequested;

    /// <summary>Most looks have seen at once: no timer for them.</summary>
    public void Watch(Task look)
    {
        if (!look.IsCompleted)
            _timer = _scope.Services.Clock.CreateTimer(
                _ => Stop(),
                null,
                _patience,
                Timeout.InfiniteTimeSpan
            );
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _both?.Dispose();
        _time.Dispose();
    }

    // The timer may fire while the look ends.
    private void Stop()
    {
        try
        {
            _time.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }
}
