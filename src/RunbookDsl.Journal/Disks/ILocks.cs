namespace RunbookDsl.Journal;

/// <summary>Locks of open files; the kernel gives them back when the last descriptor is closed.</summary>
internal interface ILocks
{
    /// <summary>flock(2).</summary>
    int Lock(int file, int operation);

    /// <summary>fcntl(2) with a range lock of the open file.</summary>
    int RangeLock(int file, int command, ref Libc.LockRange range);
}
