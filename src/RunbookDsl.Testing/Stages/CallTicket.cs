namespace RunbookDsl.Testing;

/// <summary>
/// One call while a system deals with it. The system asks it for a fault before it does anything, tells it
/// what it did, asks it for a fault again, and tells it what it answered.
/// </summary>
public sealed class CallTicket : IDisposable
{
    private readonly Stage _stage;
    private readonly int _sequence;
    private readonly FaultAction? _fault;
    private readonly bool _isAfter;
    private IDisposable? _busy;

    internal CallTicket(Stage stage, WorldEvent happened, Fault? fault)
    {
        (_stage, _sequence, Call) = (stage, happened.Sequence, happened.Call);
        (_fault, _isAfter) = (fault?.Action, fault?.Moment == FaultMoment.AfterEffect);
        _busy = stage.Clock.Busy();
    }

    /// <summary>The call, with the step that asked.</summary>
    public WorldCall Call { get; }

    /// <summary>The fault to put in instead of the effect; null does what was asked.</summary>
    public FaultAction? BeforeEffect => _isAfter ? null : _fault;

    /// <summary>The fault to put in after the effect, in place of the answer; null answers.</summary>
    public FaultAction? AfterEffect => _isAfter ? _fault : null;

    /// <summary>Notes that the effect has happened, before anything else can go wrong.</summary>
    /// <param name="before">What was there, in short; no ids, no times.</param>
    /// <param name="after">What is there now.</param>
    public void Applied(string before, string after)
    {
        var happened = _stage.Log.Change(
            _sequence,
            e => e with { IsApplied = true, Before = before, After = after }
        );
        _stage.Effect?.Invoke(happened);
        _stage.Clock.Progress();
    }

    /// <summary>Notes what the caller is told: <c>200</c>, <c>UPDATE 3</c>, <c>exit 1</c>.</summary>
    public void Answered(string answer) => _stage.Log.Change(_sequence, e => e with { Answer = answer });

    /// <summary>
    /// Answers nothing, while virtual time goes on, until the caller gives up; then throws <see
    /// cref="OperationCanceledException"/>. When nobody would ever give up it returns, as if the operator
    /// had lost patience; the system then drops the connection.
    /// </summary>
    /// <param name="gone">Fires when the caller has gone.</param>
    public async Task HangAsync(CancellationToken gone)
    {
        LetTimePass();
        if (!await _stage.Clock.HangAsync(gone).ConfigureAwait(false))
            _stage.Log.Change(_sequence, e => e with { IsEndless = true });
    }

    /// <summary>
    /// What was asked takes virtual time from here on: a program of a scripted machine that sleeps. The call
    /// no longer keeps time from jumping.
    /// </summary>
    public void LetTimePass() => Interlocked.Exchange(ref _busy, null)?.Dispose();

    /// <summary>The system is done with the call.</summary>
    public void Dispose() => LetTimePass();
}
