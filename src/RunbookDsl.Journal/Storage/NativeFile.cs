namespace RunbookDsl.Journal;

/// <summary>An open file whose every call fails loudly.</summary>
internal sealed class NativeFile : IDisposable
{
    private readonly Disk _disk;
    private int _descriptor;

    private NativeFile(Disk disk, string path, int descriptor)
    {
        _disk = disk;
        Path = path;
        _descriptor = descriptor;
    }

    ~NativeFile() => Release();

    /// <summary>For messages only: the file may have been renamed since.</summary>
    internal string Path { get; set; }

    internal int Descriptor =>
        _descriptor >= 0 ? _descriptor : throw new ObjectDisposedException(Path, "The file is closed.");

    /// <summary>Files are 0600: the journal is the operator's alone.</summary>
    internal static NativeFile Open(Disk disk, string path, int flags)
    {
        var descriptor = disk.Files.Open(path, flags);
        IoFailure.Check(descriptor, "open", path);
        return new NativeFile(disk, path, descriptor);
    }

    internal static NativeFile OpenRead(Disk disk, string path) =>
        Open(disk, path, Libc.ReadOnly | Libc.CloseOnExec);

    internal static NativeFile CreateNew(Disk disk, string path) =>
        Open(disk, path, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.CloseOnExec);

    internal long Length()
    {
        var length = _disk.Files.Length(Descriptor);
        IoFailure.Check(length, "find the length of", Path);
        return length;
    }

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var written = _disk.Content.Write(Descriptor, bytes, offset);
            if (written == -Libc.Interrupted)
                continue;
            if (written <= 0)
                throw IoFailure.Of("write", Path, (int)-written);
            bytes = bytes[(int)written..];
            offset += written;
        }
    }

    internal int Read(Span<byte> into, long offset)
    {
        long read;
        do read = _disk.Content.Read(Descriptor, into, offset);
        while (read == -Libc.Interrupted);
        IoFailure.Check(read, "read", Path);
        return (int)read;
    }

    internal void SetLength(long length) =>
        IoFailure.Check(_disk.Content.SetLength(Descriptor, length), "cut", Path);

    /// <summary>Never repeated after a failure: the kernel has marked the lost pages clean.</summary>
    internal void SyncData() => IoFailure.Check(_disk.Barriers.SyncData(Descriptor), "sync", Path);

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        var descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
            _ = _disk.Files.Close(descriptor);
    }
}
