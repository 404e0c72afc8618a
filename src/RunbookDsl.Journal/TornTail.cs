namespace RunbookDsl.Journal;

/// <summary>
/// The unreadable end of a segment: a write that a crash or a power cut did not let finish.
/// </summary>
/// <remarks>
/// None of it was acknowledged, with one exception nobody can tell apart: a last line that was durable and
/// then rotted.
/// A step whose intent is among <see cref="Lines"/> is therefore in doubt, not planned.
/// </remarks>
/// <param name="Segment">File name of the segment.</param>
/// <param name="Offset">Bytes of the segment that are good.</param>
/// <param name="Length">Bytes behind them.</param>
/// <param name="AfterSeq">Number of the last good line before it.</param>
/// <param name="Lines">What can still be read of the lost lines, in order; at least one.</param>
public sealed record TornTail(
    string Segment,
    long Offset,
    long Length,
    long AfterSeq,
    IReadOnlyList<TornLine> Lines
);
