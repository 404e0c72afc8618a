using System.Text;

namespace RunbookDsl.Journal;

/// <summary>
/// <c>ledger.jsonl</c>: one chained line for each run that was closed; shows when a run's end was cut off.
/// </summary>
internal sealed class Ledger(Disk disk, string home)
{
    private const int Tail = 16 * 1024;
    private readonly string _path = System.IO.Path.Combine(home, "ledger.jsonl");

    internal string Path => _path;

    internal void Append(LedgerEntry entry)
    {
        using var file = NativeFile.Open(disk, _path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
        // Waits: another run is being closed this very moment.
        IoFailure.Check(disk.Locks.Lock(file.Descriptor, Libc.LockExclusive), "lock", _path);
        var length = file.Length();
        // Its name may be there since a crash a moment ago: nothing is written under it before it is durable.
        if (length == 0)
            Folder.Sync(disk, home);
        var (end, last) = End(file, length);
        Span<byte> chain = stackalloc byte[ChainHash.Length];
        last.CopyTo(chain);
        var line = new LineBuffer();
        LedgerLine.Write(line, entry, chain);
        if (end < length)
            file.SetLength(end);
        file.Write(line.Written, end);
        file.SyncData();
    }

    /// <summary>The whole file; empty when there is none.</summary>
    internal ReadOnlyMemory<byte> Bytes() =>
        disk.Places.IsFile(_path) ? DurableFile.ReadAll(disk, _path) : default;

    /// <summary>
    /// The lines of one run, in order. A damaged line elsewhere does not keep a run from being read.
    /// </summary>
    internal static List<LedgerEntry> Of(string runId, ReadOnlyMemory<byte> ledger)
    {
        var entries = new List<LedgerEntry>();
        var mark = Encoding.UTF8.GetBytes($",\"run\":\"{runId}\",");
        while (ledger.Span.IndexOf(mark) is >= 0 and var at)
        {
            var start = ledger.Span[..at].LastIndexOf((byte)'\n') + 1;
            var length = ledger.Span[start..].IndexOf((byte)'\n');
            if (length < 0)
                break;
            var line = ledger.Slice(start, length);
            if (!LineSeal.Check(line.Span).IsEmpty)
                entries.Add(LedgerLine.Read(line));
            ledger = ledger[(start + length + 1)..];
        }
        return entries;
    }

    /// <summary>Every line, once all of them follow from the one before.</summary>
    internal List<LedgerEntry> Verified()
    {
        var bytes = Bytes();
        var rest = bytes;
        var entries = new List<LedgerEntry>();
        var chain = ChainHash.None.ToArray();
        int end;
        for (; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            var hash = LineSeal.Check(rest.Span[..end]);
            if (
                hash.IsEmpty
                && end + 1 == rest.Length
                && TornTailRule.HasEmptySector(bytes.Span, bytes.Length - rest.Length, bytes.Length - 1)
            )
                return entries;
            if (hash.IsEmpty || !LedgerLine.Previous(rest[..end]).SequenceEqual(chain))
                throw new JournalCorruptException(
                    _path,
                    entries.Count + 1,
                    0,
                    "a line that follows from the one before it",
                    "Copy it away as evidence and restore it from a backup; "
                        + "'runbook verify --all' checks each run by itself."
                );
            hash.CopyTo(chain);
            entries.Add(LedgerLine.Read(rest[..end]));
        }
        return entries;
    }

    // A line without an end, or with a sector that never arrived, is a close that a crash cut off; that run's
    // journal tells that it is closed.
    private static (long End, byte[] Hash) End(NativeFile file, long length)
    {
        for (long tail = Tail; ; tail *= 16)
        {
            var start = Math.Max(0, length - tail) / TornTailRule.Sector * TornTailRule.Sector;
            var bytes = new byte[length - start];
            var have = 0;
            while (have < bytes.Length && file.Read(bytes.AsSpan(have), start + have) is > 0 and var read)
                have += read;
            var end = bytes.AsSpan(0, have).LastIndexOf((byte)'\n') + 1;
            var before = LineBefore(bytes, end);
            if (end > 0 && TornTailRule.HasEmptySector(bytes, before + 1, end - 1))
                before = LineBefore(bytes, end = before + 1);
            if (start > 0 && before < 0)
                continue;
            var hash = end == 0 ? default : LineSeal.Check(bytes.AsSpan(before + 1, end - before - 2));
            return (start + end, (hash.IsEmpty ? ChainHash.None : hash).ToArray());
        }
    }

    // Where the line that ends at this place has the end of the one before it.
    private static int LineBefore(ReadOnlySpan<byte> bytes, int end) =>
        end == 0 ? -1 : bytes[..(end - 1)].LastIndexOf((byte)'\n');
}
