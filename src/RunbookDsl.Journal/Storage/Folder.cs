using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>
/// Directory operations, and the sync without which a new name may be gone after a power cut.
/// </summary>
internal static class Folder
{
    internal static void Sync(string path)
    {
        var descriptor = Libc.Open(path, Libc.ReadOnly | Libc.DirectoryOnly | Libc.CloseOnExec, 0);
        if (descriptor < 0)
            throw IoFailure.Of("open the directory", path, Marshal.GetLastPInvokeError());
        var error = Libc.Sync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Libc.Close(descriptor);
        if (error != 0)
            throw IoFailure.Of("sync the directory", path, error);
    }

    /// <summary>Makes a directory 0700. False if it was there.</summary>
    internal static bool Make(string path)
    {
        if (Libc.MakeDirectory(path, 0x1C0) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.Exists ? false : throw IoFailure.Of("make the directory", path, error);
    }

    /// <summary>Makes a directory and what is missing above it; each new name is durable on return.</summary>
    internal static void MakeDurable(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
            MakeDurable(parent);
        Make(path);
        if (parent is not null)
            Sync(parent);
    }

    internal static void Rename(string from, string to)
    {
        if (Libc.Rename(from, to) != 0)
            throw IoFailure.Of("rename " + from + " to", to, Marshal.GetLastPInvokeError());
    }

    /// <summary>Gives a finished file its second name, unless that name is taken: then false.</summary>
    internal static bool Link(string from, string to)
    {
        if (Libc.Link(from, to) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.Exists ? false : throw IoFailure.Of("link " + from + " to", to, error);
    }

    internal static void Remove(string file)
    {
        if (Libc.Unlink(file) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        if (error != Libc.NoSuchFile)
            throw IoFailure.Of("remove", file, error);
    }
}
