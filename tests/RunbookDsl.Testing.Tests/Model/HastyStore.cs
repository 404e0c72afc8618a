using RunbookDsl.Journal;

namespace RunbookDsl.Testing.Tests;

/// <summary>A journal that leaves out the commit right behind an intent.</summary>
internal sealed class HastyStore(IJournalStore inner) : IJournalStore
{
    public IJournal Create(RunIdentity run, JournalRecord opened) =>
        new HastyJournal(inner.Create(run, opened));

    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed) =>
        new HastyJournal(inner.Resume(runId, resumed));

    public RunHistory Read(string runId) => inner.Read(runId);

    public IEnumerable<RunListing> List() => inner.List();

    public string FindRun(string prefix) => inner.FindRun(prefix);

    public IResourceLocks Locks => inner.Locks;

    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        inner.Post(runId, signalId, content);

    private sealed class HastyJournal(IJournal journal) : IJournal
    {
        private string _last = "";

        public string RunId => journal.RunId;

        public string Location => journal.Location;

        public JournalHead Head => journal.Head;

        public long Epoch => journal.Epoch;

        public JournalHalt? Halt => journal.Halt;

        public CancellationToken Halting => journal.Halting;

        public IReadOnlyList<Signal> Signals() => journal.Signals();

        public bool SpaceExhausted => journal.SpaceExhausted;

        public long Append(JournalRecord record)
        {
            _last = record.Type;
            return journal.Append(record);
        }

        public void Commit()
        {
            if (_last != RecordTypes.StepIntent)
                journal.Commit();
        }

        public void Close(JournalRecord closed, string status) => journal.Close(closed, status);

        public string WriteBlob(ReadOnlySpan<byte> content) => journal.WriteBlob(content);

        public byte[] ReadBlob(string name) => journal.ReadBlob(name);

        public string ArchiveScript(string name, ReadOnlySpan<byte> content) =>
            journal.ArchiveScript(name, content);

        public void Dispose() => journal.Dispose();
    }
}
