namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// What happened after the database was gone: lines that go on from the last one it may have, in a file
/// beside the local copy. Intents are left out, because what they announce was never begun.
/// </summary>
internal sealed class UnsentLines(string location, int segment) : IDisposable
{
    private readonly LineBuffer _lines = new();
    private byte[] _chain = [];
    private UnsentFile? _file;
    private long _seq;

    /// <summary>Goes on from a line that the database has.</summary>
    internal void GoOn(long seq, byte[] chain) => (_seq, _chain) = (seq, [.. chain]);

    /// <summary>Keeps lines that may be in the database already, exactly as they were sent.</summary>
    internal void Take(Batch batch)
    {
        GoOn(batch.LastSeq, batch.Head);
        Write(batch.Bytes.Span);
    }

    /// <summary>Keeps lines that the database surely lacks.</summary>
    internal void Take(List<JournalRecord> records, long seq, byte[] chain)
    {
        GoOn(seq, chain);
        Take(records);
    }

    internal void Take(List<JournalRecord> records)
    {
        _lines.Clear();
        foreach (var record in records)
        {
            if (Batch.IsIntent(record.Type))
                continue;
            var durable = _seq;
            record.Seq = ++_seq;
            LineFormat.Write(_lines, record, durable, null, _chain);
        }
        if (_lines.Length > 0)
            Write(_lines.Written);
    }

    public void Dispose() => _file?.Dispose();

    private void Write(ReadOnlySpan<byte> lines)
    {
        _file ??= UnsentFile.Begin(location, segment);
        _file.Write(lines);
    }
}
