namespace RunbookDsl.Testing;

/// <summary>What a resolver was told, and when.</summary>
internal sealed record CachedSet(RecordSet Set, DateTimeOffset Since)
{
    /// <summary>Seconds that it is still to be kept.</summary>
    public int Left(DateTimeOffset now) => (int)Math.Max(0, Set.Ttl - (long)(now - Since).TotalSeconds);

    /// <summary>As a client is told now.</summary>
    public RecordSet At(DateTimeOffset now) => Set.With(Left(now));
}
