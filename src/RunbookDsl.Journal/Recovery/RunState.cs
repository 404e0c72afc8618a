namespace RunbookDsl.Journal;

/// <summary>A run as read, with what the next segment must go on from.</summary>
/// <param name="History">What callers see.</param>
/// <param name="Segments">Number of segments.</param>
/// <param name="Chain">Hash of the last good line.</param>
/// <param name="Good">The good bytes of the last segment.</param>
/// <param name="Torn">The bytes behind them.</param>
internal sealed record RunState(
    RunHistory History,
    int Segments,
    byte[] Chain,
    ReadOnlyMemory<byte> Good,
    ReadOnlyMemory<byte> Torn
);
