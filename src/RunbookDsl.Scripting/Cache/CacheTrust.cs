using System.Runtime.InteropServices;
using System.Text;

namespace RunbookDsl.Scripting.Cache;

/// <summary>Whether a cache directory is ours alone: code is loaded from it.</summary>
internal static unsafe partial class CacheTrust
{
    private const int AtCurrentDirectory = -100;
    private const uint WantTypeModeUser = 0x1 | 0x2 | 0x8;
    private const int UserOffset = 20;
    private const int ModeOffset = 28;
    private const int OthersMayWrite = 0x12;

    /// <summary>Null when the directory may be used (it is made if absent), otherwise why not.</summary>
    public static string? Check(string directory)
    {
        try
        {
            if (!Directory.Exists(directory))
            {
                PrivateFiles.CreateDirectory(directory);
            }

            return OperatingSystem.IsLinux() ? CheckOwner(directory) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    // statx has one layout on every architecture and C library; struct stat has not.
    private static string? CheckOwner(string directory)
    {
        var buffer = stackalloc byte[256];
        fixed (byte* path = Encoding.UTF8.GetBytes(directory + '\0'))
        {
            if (StatX(AtCurrentDirectory, path, 0, WantTypeModeUser, buffer) != 0)
            {
                return "its owner cannot be read";
            }
        }

        if (*(uint*)(buffer + UserOffset) != GetEffectiveUser())
        {
            return "it belongs to another user";
        }

        return (*(ushort*)(buffer + ModeOffset) & OthersMayWrite) == 0
            ? null
            : "other users may write to it (expected mode 0700)";
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int StatX(int directory, byte* path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetEffectiveUser();
}
