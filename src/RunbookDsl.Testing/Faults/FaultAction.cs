namespace RunbookDsl.Testing;

/// <summary>What a system does in place of its effect or its answer.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record FaultAction(FaultKind Kind)
{
    /// <summary>
    /// The system's own word for it: SQLSTATE, HTTP status, exit code. Null takes the system's most common
    /// one.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>For <see cref="FaultKind.RateLimited"/>: how long to wait. Default 30 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For <see cref="FaultKind.Drop"/>: so many bytes of the answer still get through. Default
    /// 0.</summary>
    public int Bytes { get; init; }
}
