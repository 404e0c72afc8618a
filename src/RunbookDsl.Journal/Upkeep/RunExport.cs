using System.Formats.Tar;

namespace RunbookDsl.Journal;

/// <summary>
/// Copies a run out of wherever it is kept, as the files a file journal has: <c>runs/RUN/…</c> and the ledger
/// up to its line. What comes out can be read, shown and verified as a journal of its own.
/// </summary>
/// <param name="store">Verifies the run before anything is written.</param>
/// <param name="content">Gives its bytes.</param>
public sealed class RunExport(IJournalStore store, IRunContent content)
{
    private const UnixFileMode ForMe = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes the run into a directory that holds nothing yet; it is there whole or not at all.
    /// </summary>
    /// <returns>Number of files written.</returns>
    /// <exception cref="JournalException">The run is damaged, or the place is taken or unusable.</exception>
    public int ToDirectory(string runId, string directory)
    {
        directory = Path.GetFullPath(directory).TrimEnd('/');
        if (
            File.Exists(directory)
            || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        )
            throw Taken(directory);
        var beside = directory + ".tmp";
        if (Directory.Exists(beside))
            throw Taken(beside);
        var count = 0;
        try
        {
            foreach (var (name, bytes) in Files(runId))
            {
                var path = Path.Combine(beside, name);
                Folder.MakeDurable(Disk.Local, Path.GetDirectoryName(path)!);
                DurableFile.Replace(Disk.Local, path, bytes);
                count++;
            }
            if (Directory.Exists(directory))
                Directory.Delete(directory);
            Folder.Rename(Disk.Local, beside, directory);
            Folder.Sync(Disk.Local, Path.GetDirectoryName(directory)!);
        }
        catch
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            throw;
        }
        return count;
    }

    /// <summary>The same as one archive; the same run gives the same bytes each time.</summary>
    /// <returns>Number of files in it.</returns>
    /// <exception cref="JournalException">The run is damaged, or the file is there already.</exception>
    public int ToTar(string runId, string file)
    {
        file = Path.GetFullPath(file);
        if (File.Exists(file) || Directory.Exists(file))
            throw Taken(file);
        var count = 0;
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var (name, bytes) in Files(runId))
            {
                using var data = new MemoryStream(bytes);
                var entry = new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = data,
                    Mode = ForMe,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                };
                writer.WriteEntry(entry);
                count++;
            }
        Folder.MakeDurable(Disk.Local, Path.GetDirectoryName(file)!);
        DurableFile.Replace(Disk.Local, file, archive.GetBuffer().AsSpan(0, (int)archive.Length));
        return count;
    }

    private IEnumerable<(string Name, byte[] Bytes)> Files(string runId)
    {
        // Read once: what is damaged is refused before a byte is written.
        var history = store.Read(runId);
        if (content.LedgerOf(runId) is { Length: > 0 } ledger)
            yield return ("ledger.jsonl", ledger);
        var last = history.Records[^1];
        foreach (var name in content.FilesOf(runId))
        {
            var bytes = content.ReadFile(runId, name);
            // Somebody is writing it: what was not there when it was read is not exported.
            if (history.Owner is not null && name == RunReader.SegmentName(last.Epoch))
                bytes = bytes[..Length(history, last.Epoch)];
            yield return ($"runs/{runId}/{name}", bytes);
        }
    }

    private static int Length(RunHistory history, int epoch)
    {
        var length = 0;
        foreach (var record in history.Records)
            length += record.Epoch == epoch ? record.Line.Length + 1 : 0;
        return length;
    }

    private static JournalException Taken(string path) =>
        new($"Cannot export to {path}: there is something already. Name a place where there is nothing.");
}
