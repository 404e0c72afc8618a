namespace RunbookDsl.Hosts;

/// <summary>
/// Gives the lines of both streams to one callback, one at a time. A callback that fails is not called
/// again, but reading
/// goes on: a program must never be blocked because nobody reads it.
/// </summary>
internal sealed class LineSink(Action<string> callback)
{
    private readonly Lock _gate = new();
    private bool _isClosed;

    /// <summary>What the callback threw; null while it works.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>After this the callback is not called any more, whatever the streams still bring.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    public void Take(string line)
    {
        lock (_gate)
        {
            if (_isClosed || Failure is not null)
                return;
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller of RunAsync, not to this thread.
            try
            {
                callback(line);
            }
            catch (Exception e)
            {
                Failure = e;
            }
#pragma warning restore CA1031
        }
    }
}
