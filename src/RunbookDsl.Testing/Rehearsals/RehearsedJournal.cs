using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>The journal of one run in one process of a rehearsal.</summary>
internal sealed class RehearsedJournal(RehearsedStore store, IJournal inner, string folder) : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<JournalRecord> _staged = [];

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
            _staged.Add(record);
            return seq;
        }
    }

    public void Commit()
    {
        lock (_gate)
        {
            inner.Commit();
            foreach (var record in _staged)
                store.Tell(RunId, record);
            _staged.Clear();
        }
        store.CheckAfterCommit();
    }

    public void Close(JournalRecord closed, string status)
    {
        inner.Close(closed, status);
        store.Tell(RunId, closed);
    }

    public string WriteBlob(ReadOnlySpan<byte> content) => inner.WriteBlob(content);

    public byte[] ReadBlob(string name) => inner.ReadBlob(name);

    public string ArchiveScript(string name, ReadOnlySpan<byte> content) =>
        inner.ArchiveScript(name, content);

    public void Dispose() => inner.Dispose();
}
