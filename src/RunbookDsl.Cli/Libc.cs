using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace RunbookDsl.Cli;

/// <summary>
/// The terminal's system calls. The framework's Console costs a start several milliseconds and installs
/// handlers of its own.
/// </summary>
internal static unsafe partial class Libc
{
    private const nuint WindowSize = 0x5413;

    public const int Readable = 1;
    public const int Writable = 4;
    public const int Interrupted = 4;
    public const int WouldBlock = 11;

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollTarget* targets, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, ushort* size);

    /// <summary>Columns of the terminal; 80 where it does not say.</summary>
    public static int Columns(int descriptor)
    {
        var size = stackalloc ushort[4];
        return Control(descriptor, WindowSize, size) == 0 && size[1] > 0 ? size[1] : 80;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollTarget
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
