namespace RunbookDsl.Journal;

/// <summary>
/// 64 KiB kept in reserve, so that the outcome in flight can still be written on a full disk.
/// </summary>
internal static class Ballast
{
    internal const int Size = 64 * 1024;

    internal static void Lay(Disk disk, string runLocation)
    {
        var path = Path.Combine(runLocation, "ballast");
        try
        {
            using var file = NativeFile.Open(disk, path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
            if (file.Length() != Size)
                file.Write(new byte[Size], 0);
        }
        catch (IoFailure e) when (e.IsDiskFull)
        {
            Folder.Remove(disk, path);
            throw new JournalException(
                $"Not enough room to run safely: {path} needs {Size / 1024} KiB in reserve, so that the "
                    + $"outcome of a step "
                    + "can still be written when the disk is full. Nothing was started. Free space "
                    + "there and try again.",
                e
            );
        }
    }

    /// <summary>Gives the reserve up; false if it was given up before.</summary>
    internal static bool Drop(Disk disk, string runLocation)
    {
        var path = Path.Combine(runLocation, "ballast");
        if (!disk.Places.IsFile(path))
            return false;
        Folder.Remove(disk, path);
        return true;
    }
}
