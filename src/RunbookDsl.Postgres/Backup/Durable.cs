using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RunbookDsl.Postgres;

/// <summary>
/// Makes files and renames survive a power failure; errors of <c>fsync</c> are reported, not swallowed.
/// </summary>
internal static class Durable
{
    private const int ReadOnly = 0;
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file only its owner can read, and syncs it.</summary>
    public static void WriteFile(string path, byte[] content)
    {
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = FileMode,
        };
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush();
        Sync(file.SafeFileHandle, path);
    }

    /// <summary>Makes a folder only its owner can enter; leaves an existing one as it is.</summary>
    public static void MakeFolder(string path) => Directory.CreateDirectory(path, FolderMode);

    /// <summary>Takes every right from group and others, on a folder and the files in it.</summary>
    public static void CloseToOthers(string folder)
    {
        File.SetUnixFileMode(folder, FolderMode);
        foreach (var file in Directory.GetFiles(folder))
            File.SetUnixFileMode(file, FileMode);
    }

    /// <summary>Renames a folder and syncs the one that holds it.</summary>
    public static void Rename(string from, string to)
    {
        SyncFolder(from);
        Directory.Move(from, to);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string path)
    {
        using var handle = Open(path, ReadOnly);
        if (handle.IsInvalid)
            throw Failed("open", path);
        Sync(handle, path);
    }

    /// <summary>Makes what somebody else wrote into a file durable.</summary>
    public static void SyncFile(string path)
    {
        using var file = File.OpenHandle(path);
        Sync(file, path);
    }

    private static void Sync(SafeFileHandle handle, string path)
    {
        if (FSync(handle) != 0)
            throw Failed("fsync", path);
    }

    private static OperationFailedException Failed(string call, string path) =>
        new(
            $"{call} of {path} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}."
                + " Nothing there can be relied on; check the disk"
        );

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(SafeFileHandle handle);
}
