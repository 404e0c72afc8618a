namespace RunbookDsl.Journal;

/// <summary>Whole small files: there completely or not at all, after any crash.</summary>
internal static class DurableFile
{
    /// <summary>
    /// Writes beside, syncs, renames, syncs the directory. What stood under the name before is replaced.
    /// </summary>
    internal static void Replace(Disk disk, string path, ReadOnlySpan<byte> content)
    {
        WriteBeside(disk, path, content);
        Folder.Rename(disk, path + ".tmp", path);
        Folder.Sync(disk, Path.GetDirectoryName(path)!);
    }

    /// <summary>The same, but the first writer wins: false if the name is taken.</summary>
    internal static bool TryCreate(Disk disk, string path, ReadOnlySpan<byte> content, string uniqueMark)
    {
        var beside = path + "." + uniqueMark;
        WriteBeside(disk, beside, content);
        var first = Folder.Link(disk, beside + ".tmp", path);
        Folder.Remove(disk, beside + ".tmp");
        Folder.Sync(disk, Path.GetDirectoryName(path)!);
        return first;
    }

    internal static byte[] ReadAll(Disk disk, string path)
    {
        using var file = NativeFile.OpenRead(disk, path);
        var length = file.Length();
        if (length > Array.MaxLength)
            throw new JournalException(
                $"{path} has {length} bytes. A segment of 2 GB is not a journal: look into it."
            );
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var have = 0;
        while (have < bytes.Length)
        {
            var read = file.Read(bytes.AsSpan(have), have);
            if (read == 0)
                return bytes[..have];
            have += read;
        }
        return bytes;
    }

    private static void WriteBeside(Disk disk, string path, ReadOnlySpan<byte> content)
    {
        Folder.Remove(disk, path + ".tmp");
        using var file = NativeFile.CreateNew(disk, path + ".tmp");
        file.Write(content, 0);
        file.SyncData();
    }
}
