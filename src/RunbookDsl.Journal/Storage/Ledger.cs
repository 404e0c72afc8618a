using System.Text;

namespace RunbookDsl.Journal;

/// <summary>
/// <c>ledger.jsonl</c>: one chained line for each run that was closed; shows when a run's end was cut off.
/// </summary>
internal sealed class Ledger(Disk disk, string home)
{
    private readonly string _path = Path.Combine(home, "ledger.jsonl");

    internal void Append(RunIdentity run, string status, Anchor head, DateTimeOffset at)
    {
        using var file = NativeFile.Open(disk, _path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec);
        // Waits: another run is being closed this very moment.
        IoFailure.Check(disk.Locks.Lock(file.Descriptor, Libc.LockExclusive), "lock", _path);
        var bytes = DurableFile.ReadAll(disk, _path);
        // Its name may be there since a crash a moment ago: nothing is written under it before it is durable.
        if (bytes.Length == 0)
            Folder.Sync(disk, home);
        var end = GoodEnd(bytes);
        Span<byte> chain = stackalloc byte[ChainHash.Length];
        LastHash(bytes.AsSpan(0, end)).CopyTo(chain);
        var line = new LineBuffer();
        line.Raw("{\"v\":1,\"at\":\""u8).Time(at).Raw("\",\"run\":"u8).Text(run.RunId);
        line.Raw(",\"runbook\":"u8).Text(run.Runbook).Raw(",\"status\":"u8).Text(status);
        line.Raw(",\"seq\":"u8).Number(head.Seq).Raw(",\"head\":"u8).Text(head.Head);
        line.Raw(",\"p\":\""u8).Raw(chain).Raw("\""u8);
        LineFormat.Seal(line, 0, chain);
        if (end < bytes.Length)
            file.SetLength(end);
        file.Write(line.Written, end);
        file.SyncData();
    }

    /// <summary>
    /// The anchors of one run, in order. A damaged line elsewhere does not keep a run from being read.
    /// </summary>
    internal IReadOnlyList<Anchor> Of(string runId)
    {
        if (!disk.Places.IsFile(_path))
            return [];
        var anchors = new List<Anchor>();
        ReadOnlyMemory<byte> rest = DurableFile.ReadAll(disk, _path);
        var mark = Encoding.UTF8.GetBytes($",\"run\":\"{runId}\",");
        int end;
        for (; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            var line = rest[..end];
            if (line.Span.IndexOf(mark) >= 0 && !LineSeal.Check(line.Span).IsEmpty)
                anchors.Add(LedgerLine.Read(line));
        }
        return anchors;
    }

    internal int Verify()
    {
        if (!disk.Places.IsFile(_path))
            return 0;
        var bytes = DurableFile.ReadAll(disk, _path);
        ReadOnlyMemory<byte> rest = bytes.AsMemory(0, GoodEnd(bytes));
        var chain = ChainHash.None.ToArray();
        var count = 0;
        int end;
        for (; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            count++;
            var hash = LineSeal.Check(rest.Span[..end]);
            if (hash.IsEmpty || !LedgerLine.Previous(rest[..end]).SequenceEqual(chain))
                throw new JournalCorruptException(
                    _path,
                    count,
                    count,
                    "a line that follows from the one before it"
                );
            hash.CopyTo(chain);
        }
        return count;
    }

    // A line without an end, or with a sector that never arrived, is a close that a crash cut off; that run's
    // journal tells that it is closed.
    private static int GoodEnd(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        if (end == 0)
            return 0;
        var start = bytes[..(end - 1)].LastIndexOf((byte)'\n') + 1;
        return TornTailRule.HasEmptySector(bytes, start, end - 1) ? start : end;
    }

    private static ReadOnlySpan<byte> LastHash(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty)
            return ChainHash.None;
        lines = lines[..^1];
        var hash = LineSeal.Check(lines[(lines.LastIndexOf((byte)'\n') + 1)..]);
        return hash.IsEmpty ? ChainHash.None : hash;
    }
}
