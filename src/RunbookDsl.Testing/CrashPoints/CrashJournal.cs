using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>The journal of one process, with its calls counted and its acknowledgements written
/// down.</summary>
internal sealed class CrashJournal(CrashStore store, IJournal inner) : IJournal
{
    private readonly Lock _gate = new();
    private readonly Queue<JournalRecord> _staged = [];

    public string RunId => inner.RunId;

    public string Location => store.Folder;

    public JournalHead Head => inner.Head;

    public long Epoch => inner.Epoch;

    public JournalHalt? Halt => inner.Halt;

    public CancellationToken Halting => inner.Halting;

    public IReadOnlyList<Signal> Signals() => new SignalBox(Location).Read();

    public bool SpaceExhausted => inner.SpaceExhausted;

    public long Append(JournalRecord record) =>
        store.Call(
            $"append of {record.Type} {record.Step}".TrimEnd(),
            () =>
            {
                lock (_gate)
                {
                    var seq = inner.Append(record);
                    _staged.Enqueue(record);
                    return seq;
                }
            }
        );

    public void Commit() =>
        store.Call(
            "commit",
            () =>
            {
                var last = Last();
                inner.Commit();
                return Acknowledge(last);
            }
        );

    public void Close(JournalRecord closed, string status) =>
        store.Call(
            "close",
            () =>
            {
                inner.Close(closed, status);
                var isTold = Acknowledge(long.MaxValue);
                store.Acknowledge(closed);
                return isTold;
            }
        );

    public string WriteBlob(ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        return store.Call("write of a blob", () => inner.WriteBlob(bytes));
    }

    public byte[] ReadBlob(string name) => inner.ReadBlob(name);

    public string ArchiveScript(string name, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        return store.Call($"archive of {name}", () => inner.ArchiveScript(name, bytes));
    }

    public void Dispose() => inner.Dispose();

    private long Last()
    {
        lock (_gate)
            return _staged.Count == 0 ? 0 : _staged.Max(r => r.Seq);
    }

    private bool Acknowledge(long upTo)
    {
        lock (_gate)
            while (_staged.TryPeek(out var record) && record.Seq <= upTo)
                store.Acknowledge(_staged.Dequeue());
        return true;
    }
}
