namespace RunbookDsl.Testing.Apis;

/// <summary>A bucket of calls that refills with virtual time.</summary>
/// <param name="clock">The clock.</param>
/// <param name="size">Calls in a full bucket.</param>
/// <param name="perMinute">How many come back in a minute.</param>
/// <param name="filled">Calls at the beginning.</param>
internal sealed class CallBudget(TimeProvider clock, int size, double perMinute, int filled)
{
    private double _left = filled;
    private DateTimeOffset _at = clock.GetUtcNow();

    public int Size => size;

    /// <summary>Whole calls left.</summary>
    public int Left
    {
        get
        {
            Refill();
            return (int)_left;
        }
    }

    /// <summary>When the bucket is full again.</summary>
    public DateTimeOffset FullAt
    {
        get
        {
            Refill();
            return _at + TimeSpan.FromMinutes((size - _left) / perMinute);
        }
    }

    /// <summary>Takes one; false when there is none.</summary>
    public bool Take()
    {
        Refill();
        if (_left < 1)
            return false;
        _left--;
        return true;
    }

    private void Refill()
    {
        var now = clock.GetUtcNow();
        _left = Math.Min(size, _left + (now - _at).TotalMinutes * perMinute);
        _at = now;
    }
}
