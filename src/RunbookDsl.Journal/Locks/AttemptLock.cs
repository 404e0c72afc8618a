using System.Globalization;
using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>
/// Tells whether anything a dead runner started is still at work. The runner holds a lock that the processes
/// it starts
/// inherit; the kernel gives it back when the last of them has ended.
/// </summary>
/// <remarks>Covers processes of this machine that keep their inherited files open, as all native tools do; a
/// daemon that
/// closes them, and work handed to another machine, need a probe or a handle of their own.</remarks>
public sealed class AttemptLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly NativeFile _file;

    private AttemptLock(NativeFile file) => _file = file;

    /// <summary>True once this process holds the lock.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>
    /// Opens the lock of a run without taking it. Open it before the first step starts a process.
    /// </summary>
    /// <param name="runLocation">The run's directory: <see cref="IJournal.Location"/>.</param>
    public static AttemptLock Open(string runLocation)
    {
        // No close-on-exec: this is the one file that children must inherit.
        var path = Path.Combine(runLocation, "alive");
        return new AttemptLock(NativeFile.Open(Disk.Local, path, Libc.ReadWrite | Libc.Create));
    }

    /// <summary>
    /// Takes the lock for this process and its children; false while an old attempt lives. Never waits.
    /// </summary>
    public bool TryTake()
    {
        if (IsHeld)
            return true;
        if (Libc.Lock(_file.Descriptor, Libc.LockExclusive | Libc.LockNonBlocking) == 0)
            return IsHeld = true;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.WouldBlock ? false : throw IoFailure.Of("lock", _file.Path, error);
    }

    /// <summary>
    /// True while a process that an earlier owner of the run started (or that owner itself) lives: its effect
    /// may still
    /// happen, no probe can be believed. When it returns false this process holds the lock.
    /// </summary>
    public bool IsOldAttemptAlive() => !TryTake();

    /// <summary>Waits until the old attempt has ended and takes the lock. Looks ten times a second.</summary>
    public async Task TakeWhenFreeAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        while (!TryTake())
            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The processes that keep the lock, this one excepted; only those the operator may look into.
    /// </summary>
    public IReadOnlyList<AttemptHolder> Holders()
    {
        var found = new List<AttemptHolder>();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var pid)
                && pid != Environment.ProcessId
                && HasOpen(process)
            )
                found.Add(new AttemptHolder(pid, ProcFile.ReadText(process + "/comm")));
        }
        return found;
    }

    /// <summary>Lets go in this process; children that live keep it.</summary>
    public void Dispose() => _file.Dispose();

    private bool HasOpen(string process)
    {
        try
        {
            foreach (var descriptor in Directory.EnumerateFiles(process + "/fd"))
            {
                if (new FileInfo(descriptor).LinkTarget == _file.Path)
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
        }
        return false;
    }
}
