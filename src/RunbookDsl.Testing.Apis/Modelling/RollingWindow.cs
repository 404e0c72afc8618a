namespace RunbookDsl.Testing.Apis;

/// <summary>So many calls in any span of virtual time, and no more.</summary>
internal sealed class RollingWindow(TimeProvider clock, int calls, TimeSpan span)
{
    private readonly Queue<DateTimeOffset> _taken = [];

    public int Left
    {
        get
        {
            Forget();
            return calls - _taken.Count;
        }
    }

    /// <summary>How long until a call is free again; zero when one is.</summary>
    public TimeSpan Wait => Left > 0 ? TimeSpan.Zero : _taken.Peek() + span - clock.GetUtcNow();

    /// <summary>Takes one; false when there is none.</summary>
    public bool Take()
    {
        if (Left <= 0)
            return false;
        _taken.Enqueue(clock.GetUtcNow());
        return true;
    }

    private void Forget()
    {
        while (_taken.TryPeek(out var first) && first + span <= clock.GetUtcNow())
            _taken.Dequeue();
    }
}
