using System.Runtime.InteropServices;

namespace Benchmarks.Measuring;

/// <summary>What the kernel knows about a child that has ended, and a file written without help.</summary>
internal static unsafe partial class Native
{
    public const int WriteCreate = 0x241;

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int Spawn(
        int* pid,
        byte* path,
        byte* actions,
        byte* attributes,
        byte** argv,
        byte** envp
    );

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    public static partial int AddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int pid, int* status, int options, Usage* usage);

    [LibraryImport(
        "libc",
        EntryPoint = "open",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8
    )]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* from, nint count, long offset);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(int descriptor);

    /// <summary>The beginning of <c>struct rusage</c> on 64-bit Linux, and room for its rest.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
        private fixed long _rest[16];
    }
}
