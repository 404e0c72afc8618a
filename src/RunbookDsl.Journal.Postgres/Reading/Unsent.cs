using System.Globalization;

namespace RunbookDsl.Journal.Postgres;

/// <summary>Lines that an earlier process of this machine kept while the database was gone.</summary>
/// <param name="Path">The file.</param>
/// <param name="Segment">The segment that they go on.</param>
internal sealed record Unsent(string Path, int Segment)
{
    /// <summary>What there is, oldest first.</summary>
    internal static List<Unsent> Find(string location)
    {
        var found = new List<Unsent>();
        if (!Directory.Exists(location))
            return found;
        var files = Directory.GetFiles(location, "*.unsent");
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(file);
            if (int.TryParse(name, CultureInfo.InvariantCulture, out var segment))
                found.Add(new Unsent(file, segment));
        }
        return found;
    }

    /// <summary>
    /// The lines that the database lacks and that follow from its last one; null when they do not. As nobody
    /// takes a run over without writing a line, nobody has had it since when they do.
    /// </summary>
    internal Batch? Missing(StoredRun run)
    {
        var bytes = Good(DurableFile.ReadAll(Disk.Local, Path));
        while (!bytes.IsEmpty)
        {
            var batch = new Batch(bytes);
            if (batch.Previous.Span.SequenceEqual(run.Row.Head) && batch.Seqs[0] == run.Row.HeadSeq + 1)
                return batch;
            bytes = bytes[batch.Lines[0].Length..];
        }
        return null;
    }

    /// <summary>Whether the database has the last of them: their append landed although nobody heard of
    /// it.</summary>
    internal bool IsThere(StoredRun run)
    {
        var bytes = Good(DurableFile.ReadAll(Disk.Local, Path));
        if (bytes.IsEmpty)
            return true;
        var batch = new Batch(bytes);
        return batch.LastSeq <= run.Row.HeadSeq && run.HashOf(batch.LastSeq).SequenceEqual(batch.Head);
    }

    // A crash may have cut the last write off, as anywhere.
    private static ReadOnlyMemory<byte> Good(ReadOnlyMemory<byte> bytes)
    {
        var parser = new LineParser();
        var chain = ReadOnlyMemory<byte>.Empty;
        var good = 0;
        while (bytes.Span[good..].IndexOf((byte)'\n') is var end && end >= 0)
        {
            var line = bytes.Slice(good, end);
            var hash = LineSeal.Check(line.Span, bytes.Length);
            if (hash.IsEmpty || parser.Parse(line) is not { } parsed)
                break;
            if (!chain.IsEmpty && !parsed.Previous.Span.SequenceEqual(chain.Span))
                break;
            chain = hash.ToArray();
            good += end + 1;
        }
        return bytes[..good];
    }

    /// <summary>They are in the journal, or never will be.</summary>
    internal void Settle(bool isTaken)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (isTaken)
            Folder.Remove(Disk.Local, Path);
        else
            Folder.Rename(Disk.Local, Path, System.IO.Path.ChangeExtension(Path, ".obsolete"));
        Folder.Sync(Disk.Local, folder);
    }
}
