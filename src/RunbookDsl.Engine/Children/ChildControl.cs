namespace RunbookDsl.Engine;

/// <summary>The parent's brakes reach the child: a stop stops it, a cancellation cancels its step.</summary>
internal sealed class ChildControl : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenRegistration _stop;
    private readonly CancellationTokenRegistration _cancel;

    /// <param name="stop">Nothing new is to be begun.</param>
    /// <param name="cancel">The step at work is to end: by the operator, or because its time is over.</param>
    public ChildControl(CancellationToken stop, CancellationToken cancel)
    {
        _stop = stop.Register(() => Reach(isCancelled: false));
        _cancel = cancel.Register(() => Reach(isCancelled: true));
    }

    public RunControl Control { get; } = new();

    public void Dispose()
    {
        _stop.Dispose();
        _cancel.Dispose();
        Control.Dispose();
    }

    private void Reach(bool isCancelled)
    {
        lock (_gate)
        {
            if (!Control.Stop.IsCancellationRequested)
                Control.Request();
            if (isCancelled && !Control.Cancel.IsCancellationRequested)
                Control.Request();
        }
    }
}
