using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>The journal of one run in one process of a rehearsal.</summary>
internal sealed class RehearsedJournal(RehearsedStore store, IJournal inner, string folder) : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<WrittenRecord> _staged = [];

    public string RunId => inner.RunId;

    public string Location => folder;

    public JournalHead Head => inner.Head;

    public long Epoch => inner.Epoch;

    public JournalHalt? Halt => inner.Halt;

    public CancellationToken Halting => inner.Halting;

    public bool SpaceExhausted => inner.SpaceExhausted;

    public IReadOnlyList<Signal> Signals() => new SignalBox(folder).Read();

    public long Append(JournalRecord record)
    {
        store.CheckBefore(record);
        lock (_gate)
        {
            var seq = inner.Append(record);
            _staged.Add(store.Place(record));
            return seq;
        }
    }

    public void Commit()
    {
        lock (_gate)
        {
            inner.Commit();
            Tell();
        }
        store.CheckAfterCommit();
    }

    public void Close(JournalRecord closed, string status)
    {
        lock (_gate)
        {
            inner.Close(closed, status);
            Tell();
        }
        store.Tell(RunId, store.Place(closed));
    }

    public string WriteBlob(ReadOnlySpan<byte> content) => inner.WriteBlob(content);

    public byte[] ReadBlob(string name) => inner.ReadBlob(name);

    public string ArchiveScript(string name, ReadOnlySpan<byte> content) =>
        inner.ArchiveScript(name, content);

    public void Dispose() => inner.Dispose();

    private void Tell()
    {
        foreach (var record in _staged)
            store.Tell(RunId, record);
        _staged.Clear();
    }
}
