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
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly Disk _disk;
    private readonly NativeFile _file;
    private bool _isGivenBack;

    private RunLock(Disk disk, NativeFile file) => (_disk, _file) = (disk, file);

    internal static RunLock Take(Disk disk, string runId, string path, Owner owner)
    {
        var file = NativeFile.Open(disk, path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
        try
        {
            var answer = disk.Locks.Lock(file.Descriptor, Libc.LockExclusive | Libc.LockNonBlocking);
            if (answer == -Libc.WouldBlock)
                throw new JournalLockedException(runId, path, Winner(disk, path));
            IoFailure.Check(answer, "lock", path);
            Announce(disk, file, owner);
            return new RunLock(disk, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Who holds the lock, without touching it; null if nobody does.</summary>
    internal static Owner? Holder(Disk disk, string path)
    {
        if (!disk.Places.IsFile(path))
            return null;
        using var file = NativeFile.OpenRead(disk, path);
        var range = new Libc.LockRange { Type = 1 };
        IoFailure.Check(
            disk.Locks.RangeLock(file.Descriptor, AskRange, ref range),
            "ask for the lock of",
            path
        );
        return range.Type == 2 ? null : OwnerFormat.Read(DurableFile.ReadAll(disk, path));
    }

    // Given back by name: a process that is being started this very moment has the descriptor too, until it
    // is the program it was started for, and would keep the lock as long.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGivenBack, true))
            return;
        var range = new Libc.LockRange { Type = 2 };
        _ = _disk.Locks.RangeLock(_file.Descriptor, TakeRange, ref range);
        _ = _disk.Locks.Lock(_file.Descriptor, Libc.Unlock);
        _file.Dispose();
    }

    // Whoever took it a moment ago may not have said yet who it is; what stands there is of the one before.
    private static Owner? Winner(Disk disk, string path)
    {
        Owner? owner = null;
        SpinWait.SpinUntil(() => (owner = Holder(disk, path)) is not null, Patience);
        return owner;
    }

    private static void Announce(Disk disk, NativeFile file, Owner owner)
    {
        var text = new LineBuffer();
        OwnerFormat.Write(text, owner);
        file.Write(text.Raw("\n"u8).Written, 0);
        file.SetLength(text.Length);
        var range = new Libc.LockRange { Type = 1 };
        IoFailure.Check(
            disk.Locks.RangeLock(file.Descriptor, TakeRange, ref range),
            "lock a range of",
            file.Path
        );
    }
}
