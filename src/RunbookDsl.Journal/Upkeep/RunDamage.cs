namespace RunbookDsl.Journal;

/// <summary>One thing that is not as it was written.</summary>
/// <param name="File">The file (absolute).</param>
/// <param name="Line">The line, counted from 1; 0 when the file as a whole is wrong or missing.</param>
/// <param name="Record">Number of the record it is about; 0 when it is about none.</param>
/// <param name="Expected">What should stand there, in words.</param>
/// <param name="Next">What to do about it, in one sentence.</param>
public sealed record RunDamage(string File, int Line, long Record, string Expected, string Next)
{
    /// <summary>All of it as one message, the same as a reader of the journal is refused with.</summary>
    public override string ToString() => JournalCorruptException.Compose(File, Line, Record, Expected, Next);

    internal static RunDamage Of(JournalCorruptException e) => new(e.File, e.Line, e.Seq, e.Expected, e.Next);
}
