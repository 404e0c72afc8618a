namespace RunbookDsl.Testing;

/// <summary>One statement on its way through the proxy.</summary>
internal sealed class StatementCall
{
    private readonly CallTicket? _ticket;
    private readonly List<string> _tags = [];
    private readonly VirtualClock _clock;
    private IDisposable? _busy;
    private string _applied = "";

    public StatementCall(SqlShape statement, CallTicket? ticket, VirtualClock clock) =>
        (Statement, _ticket, _clock) = (statement, ticket, clock);

    public SqlShape Statement { get; }

    public CallTicket? Ticket => _ticket;

    public FaultAction? BeforeEffect => _ticket?.BeforeEffect;

    public FaultAction? AfterEffect => _ticket?.AfterEffect is { Kind: not FaultKind.Duplicate } f ? f : null;

    /// <summary>The server is at work on it: time does not jump until it has answered.</summary>
    public void Send() => _busy ??= _clock.Busy();

    /// <summary>The server has carried out one statement of it.</summary>
    public void Complete(string tag)
    {
        if (_tags.Count < 8)
            _tags.Add(tag);
    }

    /// <summary>What it did has been committed.</summary>
    public void Apply(string tag)
    {
        _applied = _applied.Length == 0 ? tag : $"{_applied}; {tag}";
        _ticket?.Applied("", _applied);
    }

    /// <summary>The client is told how it ended.</summary>
    public void Answer(string? error = null)
    {
        // A connection does not deliver twice: that is TCP's doing.
        var note = _ticket?.BeforeEffect ?? _ticket?.AfterEffect;
        var twice = note?.Kind == FaultKind.Duplicate ? " (once: nothing is sent twice over TCP)" : "";
        _ticket?.Answered((error ?? string.Join("; ", _tags)) + twice);
        End();
    }

    /// <summary>The server is no longer at work on it.</summary>
    public void End()
    {
        Interlocked.Exchange(ref _busy, null)?.Dispose();
        _ticket?.Dispose();
    }
}
