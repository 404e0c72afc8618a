namespace RunbookDsl.Engine;

/// <summary>The operator's two brakes: stop after the current step, or cancel it.</summary>
public sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancel = new();

    /// <summary>Fires at the first request: nothing new is started, waits end.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>
    /// Fires at the second request: the running step is cancelled; its outcome is then probed or in doubt.
    /// </summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>
    /// The first call stops after the current step, the second cancels it. Safe from any thread.
    /// </summary>
    public void Request()
    {
        if (_stop.IsCancellationRequested)
            _cancel.Cancel();
        else
            _stop.Cancel();
    }

    /// <summary>
    /// Stops after the current step without being a request of the operator at the keyboard.
    /// </summary>
    internal void LetGo() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _cancel.Dispose();
    }
}
