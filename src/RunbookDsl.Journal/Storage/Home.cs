namespace RunbookDsl.Journal;

/// <summary>The directory all runs live in; refused where it would not keep its promises.</summary>
internal static class Home
{
    /// <summary>Makes what is missing and checks the rest.</summary>
    internal static void Prepare(Disk disk, string home, bool acceptAnyFileSystem)
    {
        if (!OperatingSystem.IsLinux())
            throw new JournalException(
                $"Cannot keep a journal in {home}: this release journals on Linux only, where it knows "
                    + $"how to make a write "
                    + "durable. Run it there."
            );
        Folder.MakeDurable(disk, Path.Combine(home, "runs"));
        RefuseForeign(disk, home);
        if (!acceptAnyFileSystem)
            RefuseRemote(disk, home);
    }

    private static void RefuseForeign(Disk disk, string home)
    {
        IoFailure.Check(disk.Facts.Look(home, out var facts), "look at", home);
        var (owner, mode, _) = facts;
        var me = disk.Facts.EffectiveUser();
        if (owner != me)
            throw new JournalException(
                $"Will not journal into {home}: it belongs to user {owner}, you are user {me}. "
                    + "A journal that another user "
                    + "can change proves nothing. Name a directory of your own with RUNBOOK_HOME, or "
                    + "run as its owner."
            );
        if ((mode & 0x12) != 0)
            throw new JournalException(
                $"Will not journal into {home}: other users may write there "
                    + $"(mode {Convert.ToString(mode & 0xfff, 8)}). "
                    + $"A journal that another user can change proves nothing. Run: chmod go-w {home}"
            );
    }

    private static void RefuseRemote(Disk disk, string home)
    {
        IoFailure.Check(disk.Facts.FileSystem(home, out var magic), "look at the file system of", home);
        if (RemoteName(magic) is { } name)
            throw new JournalException(
                $"Will not journal into {home}: it is on {name}, where locks and syncs of one machine "
                    + $"may mean nothing to "
                    + "another. Name a directory on a local disk with RUNBOOK_HOME."
            );
    }

    private static string? RemoteName(uint magic) =>
        magic switch
        {
            0x6969 => "NFS",
            0x517B or 0xFF534D42 or 0xFE534D42 => "SMB",
            0x01021997 => "9p",
            0x65735546 => "FUSE",
            0x00C36400 => "Ceph",
            0x5346414F or 0x6B414653 => "AFS",
            _ => null,
        };
}
