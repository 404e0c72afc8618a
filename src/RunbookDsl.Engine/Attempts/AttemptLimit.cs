namespace RunbookDsl.Engine;

/// <summary>What cancels one attempt: the operator, or its time limit.</summary>
internal sealed class AttemptLimit : IDisposable
{
    private readonly CancellationTokenSource? _time;
    private readonly CancellationTokenSource? _both;

    public AttemptLimit(TimeSpan? limit, TimeProvider clock, CancellationToken byOperator)
    {
        Token = byOperator;
        if (limit is not { } time)
            return;
        _time = new CancellationTokenSource(time, clock);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, byOperator);
        Token = _both.Token;
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _both?.Dispose();
        _time?.Dispose();
    }
}
