namespace RunbookDsl.Journal;

/// <summary>
/// The content of one journal line. The journal adds version, number, epoch, time and hash chain itself.
/// </summary>
public sealed class JournalRecord
{
    /// <summary>
    /// What happened: a name of <see cref="RecordTypes"/>, or a later one of the same shape (a-z and dots).
    /// </summary>
    public required string Type { get; init; }

    /// <summary>The id of the step this is about; null for the run as a whole.</summary>
    public string? Step { get; init; }

    /// <summary>The attempt, counted from 1; 0 (default) where attempts do not apply.</summary>
    public int Attempt { get; init; }

    /// <summary>The type's own fields: one JSON object in UTF-8 on one line, or empty (default).</summary>
    /// <remarks>
    /// Encoded at the next commit, not at the append: leave the bytes alone until then. Never put a secret
    /// here.
    /// </remarks>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// The line's number in its run, from 1 and without gaps; 0 until it was appended or read.
    /// </summary>
    public long Seq { get; internal set; }

    /// <summary>Which process of the run wrote it: 1 for the first, one more for each resume.</summary>
    public int Epoch { get; internal set; }

    /// <summary>
    /// The hash of its line, 22 characters that stand for everything up to it; empty until it was read.
    /// </summary>
    public string Hash => System.Text.Encoding.ASCII.GetString(HashBytes.Span);

    /// <summary>The line it was read from, without its end; empty until it was read.</summary>
    internal ReadOnlyMemory<byte> Line { get; set; }

    internal ReadOnlyMemory<byte> HashBytes => Line.IsEmpty ? default : Line[^(ChainHash.Length + 2)..^2];

    /// <summary>When it was appended, UTC, in milliseconds, by the writer's clock.</summary>
    public DateTimeOffset At { get; internal set; }
}
