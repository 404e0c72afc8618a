using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RunbookDsl.Testing;

/// <summary>
/// What .NET does not offer: who we are, giving files to another user, and a lock one can wait for.
/// </summary>
internal static partial class Libc
{
    private const int LockExclusive = 2;
    private const int SignalQuit = 3;
    private const int ReadWriteCreate = 0x2 | 0x40 | 0x80000;
    private const int OwnerOnly = 0x180;

    public static bool IsRoot => EffectiveUser() == 0;

    public static uint UserId => EffectiveUser();

    public static void Own(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
            throw new WorldException(
                $"cannot give {path} to user {user}: "
                    + $"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}. "
                    + "Is the temporary folder on a file system that keeps owners?"
            );
    }

    /// <summary>
    /// Opens a file, made if need be, and waits until nobody else holds its lock. Not a FileStream: that
    /// takes a lock of its
    /// own and fails instead of waiting.
    /// </summary>
    public static SafeFileHandle Lock(string path)
    {
        var file = new SafeFileHandle(Open(path, ReadWriteCreate, OwnerOnly), ownsHandle: true);
        if (file.IsInvalid || Flock(file, LockExclusive) != 0)
            throw new WorldException(
                $"cannot lock {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}. "
                    + "Make its folder writable, or set XDG_CACHE_HOME to one that is."
            );
        return file;
    }

    /// <summary>Ends a PostgreSQL server at once, its sessions included.</summary>
    public static void Quit(int pid) => _ = Kill(pid, SignalQuit);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport(
        "libc",
        EntryPoint = "lchown",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8
    )]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(
        "libc",
        EntryPoint = "open",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8
    )]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
