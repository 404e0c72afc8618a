using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>An open file whose every call fails loudly.</summary>
internal sealed class NativeFile : IDisposable
{
    private int _descriptor;

    private NativeFile(string path, int descriptor)
    {
        Path = path;
        _descriptor = descriptor;
    }

    ~NativeFile() => Release();

    /// <summary>For messages only: the file may have been renamed since.</summary>
    internal string Path { get; set; }

    internal int Descriptor =>
        _descriptor >= 0 ? _descriptor : throw new ObjectDisposedException(Path, "The file is closed.");

    /// <summary>Files are 0600: the journal is the operator's alone.</summary>
    internal static NativeFile Open(string path, int flags)
    {
        var descriptor = Libc.Open(path, flags, 0x180);
        if (descriptor < 0)
            throw IoFailure.Of("open", path, Marshal.GetLastPInvokeError());
        return new NativeFile(path, descriptor);
    }

    internal static NativeFile OpenRead(string path) => Open(path, Libc.ReadOnly | Libc.CloseOnExec);

    internal static NativeFile CreateNew(string path) =>
        Open(path, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.CloseOnExec);

    internal long Length()
    {
        var length = Libc.Seek(Descriptor, 0, 2);
        return length >= 0
            ? length
            : throw IoFailure.Of("find the length of", Path, Marshal.GetLastPInvokeError());
    }

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var written = Libc.Write(Descriptor, in MemoryMarshal.GetReference(bytes), bytes.Length, offset);
            if (written <= 0)
            {
                var error = written == 0 ? 0 : Marshal.GetLastPInvokeError();
                if (error == Libc.Interrupted)
                    continue;
                throw IoFailure.Of("write", Path, error);
            }
            bytes = bytes[(int)written..];
            offset += written;
        }
    }

    internal int Read(Span<byte> into, long offset)
    {
        while (true)
        {
            var read = Libc.Read(Descriptor, ref MemoryMarshal.GetReference(into), into.Length, offset);
            if (read >= 0)
                return (int)read;
            var error = Marshal.GetLastPInvokeError();
            if (error != Libc.Interrupted)
                throw IoFailure.Of("read", Path, error);
        }
    }

    internal void SetLength(long length)
    {
        if (Libc.SetLength(Descriptor, length) != 0)
            throw IoFailure.Of("cut", Path, Marshal.GetLastPInvokeError());
    }

    /// <summary>Never repeated after a failure: the kernel has marked the lost pages clean.</summary>
    internal void SyncData()
    {
        if (Libc.SyncData(Descriptor) != 0)
            throw IoFailure.Of("sync", Path, Marshal.GetLastPInvokeError());
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        var descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
            _ = Libc.Close(descriptor);
    }
}
