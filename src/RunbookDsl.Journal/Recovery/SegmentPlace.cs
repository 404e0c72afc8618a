namespace RunbookDsl.Journal;

/// <summary>Where a line stands.</summary>
/// <param name="Number">Number of its segment, from 1.</param>
/// <param name="IsFirstLine">Whether it is the segment's first.</param>
/// <param name="LengthBefore">Bytes of the segment before.</param>
internal readonly record struct SegmentPlace(int Number, bool IsFirstLine, long LengthBefore);
