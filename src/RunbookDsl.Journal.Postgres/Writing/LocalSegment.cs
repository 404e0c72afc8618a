namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// The local copy of the segment that is being written: each line after the database has acknowledged it. A
/// line here that the database lacks was lost by the database.
/// </summary>
internal sealed class LocalSegment : IDisposable
{
    private readonly NativeFile _file;
    private long _offset;
    private bool _isSynced = true;

    private LocalSegment(NativeFile file, long offset) => (_file, _offset) = (file, offset);

    /// <summary>Begins the copy with what is durable already.</summary>
    internal static LocalSegment Begin(string location, int number, ReadOnlySpan<byte> lines)
    {
        var path = Path.Combine(location, RunReader.SegmentName(number));
        DurableFile.Replace(Disk.Local, path, lines);
        return new LocalSegment(
            NativeFile.Open(Disk.Local, path, Libc.ReadWrite | Libc.CloseOnExec),
            lines.Length
        );
    }

    internal void Write(ReadOnlySpan<byte> lines)
    {
        _file.Write(lines, _offset);
        _offset += lines.Length;
        _isSynced = false;
    }

    /// <summary>What was written before is safe from a power cut on return.</summary>
    internal void Sync()
    {
        if (_isSynced)
            return;
        _file.SyncData();
        _isSynced = true;
    }

    public void Dispose() => _file.Dispose();
}
