namespace RunbookDsl.Hosts;

/// <summary>A file that may go.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Its size, in bytes.</param>
/// <param name="ChangedAt">Last change, UTC, to the second.</param>
public sealed record OldFile(string Path, long Bytes, DateTimeOffset ChangedAt);
