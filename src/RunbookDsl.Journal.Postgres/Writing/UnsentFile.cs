namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Lines that the database could not take in: what was in flight when it went away. <c>000003.unsent</c>
/// goes on with segment 3.
/// </summary>
internal sealed class UnsentFile : IDisposable
{
    private readonly NativeFile _file;
    private long _offset;

    private UnsentFile(NativeFile file) => _file = file;

    internal string Path => _file.Path;

    internal static UnsentFile Begin(string location, int segment)
    {
        var name = System.IO.Path.ChangeExtension(RunReader.SegmentName(segment), ".unsent");
        var file = NativeFile.CreateNew(Disk.Local, System.IO.Path.Combine(location, name));
        Folder.Sync(Disk.Local, location);
        return new UnsentFile(file);
    }

    /// <summary>Durable on return.</summary>
    internal void Write(ReadOnlySpan<byte> lines)
    {
        _file.Write(lines, _offset);
        _file.SyncData();
        _offset += lines.Length;
    }

    public void Dispose() => _file.Dispose();
}
