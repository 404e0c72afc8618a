using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Journals that somebody asked the run to stop, and listens for those who ask from another terminal.
/// </summary>
internal sealed class CancelWatch : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly RunScope _scope;
    private readonly CancellationTokenRegistration _stop;
    private readonly CancellationTokenRegistration _cancel;
    private readonly HashSet<string> _heard = [];
    private readonly HashSet<string> _journaled = [];
    private readonly Lock _gate = new();
    private readonly Lock _written = new();
    private ITimer? _timer;
    private string? _by;

    public CancelWatch(RunScope scope)
    {
        _scope = scope;
        _stop = scope.Control.Stop.Register(() => Journal(CancelRequest.Stop));
        _cancel = scope.Control.Cancel.Register(() => Journal(CancelRequest.Now));
    }

    /// <summary>Listens from now on; called when the run has something to wait for.</summary>
    public void Look() => _timer ??= _scope.Services.Clock.CreateTimer(_ => Listen(), null, Every, Every);

    /// <summary>
    /// Ends it before the run's end is written. What was asked for a moment ago is in the journal then: a
    /// step that heeds it at once may end the run before its own turn comes.
    /// </summary>
    public void Settle()
    {
        Dispose();
        if (_scope.Control.Stop.IsCancellationRequested)
            Journal(CancelRequest.Stop);
        if (_scope.Control.Cancel.IsCancellationRequested)
            Journal(CancelRequest.Now);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
        _cancel.Dispose();
    }

    private void Listen()
    {
        lock (_gate)
            try
            {
                foreach (var signal in _scope.Journal.Signals())
                    if (
                        _heard.Add(signal.Id)
                        && CancelRequest.Read(signal) is { } request
                        && request.Epoch == _scope.Journal.Epoch
                    )
                        Take(request);
            }
            catch (Exception e) when (e is IOException or JournalException or ObjectDisposedException)
            {
                // A box that cannot be read now is read again in a moment.
            }
    }

    private void Take(CancelRequest request)
    {
        _by = request.By;
        _scope.Emit(
            RunEventKind.Note,
            null,
            request.IsNow
                ? $"{request.By} cancels the steps at work"
                : $"{request.By} stops the run after the steps at work"
        );
        if (!_scope.Control.Stop.IsCancellationRequested)
            _scope.Control.Request();
        if (request.IsNow && !_scope.Control.Cancel.IsCancellationRequested)
            _scope.Control.Request();
    }

    private void Journal(string how)
    {
        lock (_written)
            if (!_journaled.Add(how))
                return;
        try
        {
            _scope.Append(
                Body.Record(
                    RecordTypes.RunCancel,
                    null,
                    0,
                    w =>
                    {
                        w.WriteString("as", how);
                        w.WriteString("by", _by ?? _scope.Services.Operator);
                    }
                )
            );
        }
        catch (Exception e) when (e is JournalException or ObjectDisposedException)
        {
            // The journal's failure is told by whoever needs it next.
        }
    }
}
