using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>The one-owner lock of a run: flock, given back by the kernel however the process ends.</summary>
/// <remarks>
/// Beside the flock stands a range lock of the open file, for one purpose: it can be asked about without
/// being taken, so
/// that a reader never makes somebody's resume fail.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    private const int AskRange = 36;
    private const int TakeRange = 37;
    private readonly NativeFile _file;

    private RunLock(NativeFile file) => _file = file;

    internal static RunLock Take(string runId, string path, Owner owner)
    {
        var file = NativeFile.Open(path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
        try
        {
            if (Libc.Lock(file.Descriptor, Libc.LockExclusive | Libc.LockNonBlocking) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.WouldBlock)
                    throw new JournalLockedException(
                        runId,
                        path,
                        OwnerFormat.Read(DurableFile.ReadAll(path))
                    );
                throw IoFailure.Of("lock", path, error);
            }
            Announce(file, owner);
            return new RunLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Who holds the lock, without touching it; null if nobody does.</summary>
    internal static Owner? Holder(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = NativeFile.OpenRead(path);
        var range = new Libc.LockRange { Type = 1 };
        if (Libc.RangeLock(file.Descriptor, AskRange, ref range) != 0)
            throw IoFailure.Of("ask for the lock of", path, Marshal.GetLastPInvokeError());
        return range.Type == 2 ? null : OwnerFormat.Read(DurableFile.ReadAll(path));
    }

    public void Dispose() => _file.Dispose();

    private static void Announce(NativeFile file, Owner owner)
    {
        var text = new LineBuffer();
        OwnerFormat.Write(text, owner);
        file.Write(text.Raw("\n"u8).Written, 0);
        file.SetLength(text.Length);
        var range = new Libc.LockRange { Type = 1 };
        if (Libc.RangeLock(file.Descriptor, TakeRange, ref range) != 0)
            throw IoFailure.Of("lock a range of", file.Path, Marshal.GetLastPInvokeError());
    }
}
