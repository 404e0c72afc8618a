using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>The directory all runs live in; refused where it would not keep its promises.</summary>
internal static class Home
{
    /// <summary>Makes what is missing and checks the rest.</summary>
    internal static void Prepare(string home, bool acceptAnyFileSystem)
    {
        if (!OperatingSystem.IsLinux())
            throw new JournalException(
                $"Cannot keep a journal in {home}: this release journals on Linux only, where it knows "
                    + $"how to make a write "
                    + "durable. Run it there."
            );
        Folder.MakeDurable(Path.Combine(home, "runs"));
        RefuseForeign(home);
        if (!acceptAnyFileSystem)
            RefuseRemote(home);
    }

    private static void RefuseForeign(string home)
    {
        Span<byte> status = stackalloc byte[256];
        if (Libc.Status(-100, home, 0, 0x7ff, ref MemoryMarshal.GetReference(status)) != 0)
            throw IoFailure.Of("look at", home, Marshal.GetLastPInvokeError());
        var owner = MemoryMarshal.Read<uint>(status[20..]);
        var mode = MemoryMarshal.Read<ushort>(status[28..]);
        var me = Libc.EffectiveUser();
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

    private static void RefuseRemote(string home)
    {
        Span<byte> status = stackalloc byte[256];
        if (Libc.FileSystem(home, ref MemoryMarshal.GetReference(status)) != 0)
            throw IoFailure.Of("look at the file system of", home, Marshal.GetLastPInvokeError());
        if (RemoteName(MemoryMarshal.Read<uint>(status)) is { } name)
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
