namespace RunbookDsl.Journal;

/// <summary>
/// Directory operations, and the sync without which a new name may be gone after a power cut.
/// </summary>
internal static class Folder
{
    private const uint LinksOfEmpty = 2;

    internal static void Sync(Disk disk, string path)
    {
        var file = disk.Files.Open(path, Libc.ReadOnly | Libc.DirectoryOnly | Libc.CloseOnExec);
        IoFailure.Check(file, "open the directory", path);
        Sync(disk, path, file);
    }

    private static void Sync(Disk disk, string path, int file)
    {
        var answer = disk.Barriers.Sync(file);
        _ = disk.Files.Close(file);
        IoFailure.Check(answer, "sync the directory", path);
    }

    /// <summary>Makes a directory 0700. False if it was there.</summary>
    internal static bool Make(Disk disk, string path)
    {
        var answer = disk.Folders.Make(path);
        if (answer == -Libc.Exists)
            return false;
        IoFailure.Check(answer, "make the directory", path);
        return true;
    }

    /// <summary>Makes a directory and what is missing above it; each new name is durable on return.</summary>
    internal static void MakeDurable(Disk disk, string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (disk.Places.IsFolder(path))
        {
            if (parent is not null)
                SyncIfYoung(disk, path, parent);
            return;
        }
        if (parent is not null)
            MakeDurable(disk, parent);
        Make(disk, path);
        if (parent is not null)
            Sync(disk, parent);
    }

    // Without a directory in it, it may be there since a crash a moment ago, its name not yet durable:
    // nothing
    // is put into it before that. A parent that may not be read is not one we have made it in.
    private static void SyncIfYoung(Disk disk, string path, string parent)
    {
        if (disk.Facts.Look(path, out var facts) == 0 && facts.Links > LinksOfEmpty)
            return;
        var file = disk.Files.Open(parent, Libc.ReadOnly | Libc.DirectoryOnly | Libc.CloseOnExec);
        if (file != -Libc.NotAllowed)
        {
            IoFailure.Check(file, "open the directory", parent);
            Sync(disk, parent, file);
        }
    }

    internal static void Rename(Disk disk, string from, string to) =>
        IoFailure.Check(disk.Names.Rename(from, to), "rename " + from + " to", to);

    /// <summary>Gives a finished file its second name, unless that name is taken: then false.</summary>
    internal static bool Link(Disk disk, string from, string to)
    {
        var answer = disk.Names.Link(from, to);
        if (answer == -Libc.Exists)
            return false;
        IoFailure.Check(answer, "link " + from + " to", to);
        return true;
    }

    internal static void Remove(Disk disk, string file)
    {
        var answer = disk.Names.Unlink(file);
        if (answer != -Libc.NoSuchFile)
            IoFailure.Check(answer, "remove", file);
    }
}
