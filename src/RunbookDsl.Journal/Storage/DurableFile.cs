namespace RunbookDsl.Journal;

/// <summary>Whole small files: there completely or not at all, after any crash.</summary>
internal static class DurableFile
{
    /// <summary>
    /// Writes beside, syncs, renames, syncs the directory. What stood under the name before is replaced.
    /// </summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content)
    {
        WriteBeside(path, content);
        Folder.Rename(path + ".tmp", path);
        Folder.Sync(Path.GetDirectoryName(path)!);
    }

    /// <summary>The same, but the first writer wins: false if the name is taken.</summary>
    internal static bool TryCreate(string path, ReadOnlySpan<byte> content, string uniqueMark)
    {
        var beside = path + "." + uniqueMark;
        WriteBeside(beside, content);
        var first = Folder.Link(beside + ".tmp", path);
        Folder.Remove(beside + ".tmp");
        Folder.Sync(Path.GetDirectoryName(path)!);
        return first;
    }

    internal static byte[] ReadAll(string path)
    {
        using var file = NativeFile.OpenRead(path);
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

    private static void WriteBeside(string path, ReadOnlySpan<byte> content)
    {
        Folder.Remove(path + ".tmp");
        using var file = NativeFile.CreateNew(path + ".tmp");
        file.Write(content, 0);
        file.SyncData();
    }
}
