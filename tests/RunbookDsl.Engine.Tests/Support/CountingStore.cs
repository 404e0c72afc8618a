using RunbookDsl.Journal;

namespace RunbookDsl.Engine.Tests.Support;

/// <summary>
/// A journal store that tells of each call and can fail or take a picture of the run after a write.
/// </summary>
internal sealed class CountingStore(IJournalStore inner) : IJournalStore
{
    /// <summary>What was called, in order: <c>step.intent a</c>, <c>commit</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>
    /// The process ends after this many commits: right behind a durable line, before what it allows.
    /// </summary>
    public int DiesAfterCommit { get; set; } = int.MaxValue;

    /// <summary>Whether the process has ended: nothing it does after that reaches the journal.</summary>
    public bool IsDead { get; private set; }

    /// <summary>As if only the reserve were left on the journal's disk.</summary>
    public bool IsFull { get; set; }

    private int _commits;

    /// <summary>The call of this number throws, and every later one.</summary>
    public int FailsAt { get; set; } = int.MaxValue;

    public IJournal Create(RunIdentity run, JournalRecord opened) => Wrapped(inner.Create(run, opened));

    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed) =>
        Wrapped(inner.Resume(runId, resumed));

    public RunHistory Read(string runId) => inner.Read(runId);

    public IEnumerable<RunListing> List() => inner.List();

    public string FindRun(string prefix) => inner.FindRun(prefix);

    public IResourceLocks Locks => inner.Locks;

    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        inner.Post(runId, signalId, content);

    private CountingJournal Wrapped(IJournal journal) => new(this, journal);

    private sealed class CountingJournal(CountingStore store, IJournal journal) : IJournal
    {
        public string RunId => journal.RunId;

        public string Location => journal.Location;

        public JournalHead Head => journal.Head;

        public long Epoch => journal.Epoch;

        public bool SpaceExhausted => store.IsFull || journal.SpaceExhausted;

        public JournalHalt? Halt =>
            store.IsFull
                ? new(true, "The journal's disk is full: free some space, then resume.")
                : journal.Halt;

        public CancellationToken Halting => journal.Halting;

        public IReadOnlyList<Signal> Signals() => journal.Signals();

        public long Append(JournalRecord record)
        {
            Count($"{record.Type} {record.Step}".TrimEnd());
            return journal.Append(record);
        }

        public void Commit()
        {
            Count("commit");
            journal.Commit();
            lock (store.Calls)
                if (++store._commits >= store.DiesAfterCommit)
                    Die("a commit");
        }

        public void Close(JournalRecord closed, string status)
        {
            Count($"close {status}");
            journal.Close(closed, status);
        }

        public string WriteBlob(ReadOnlySpan<byte> content) => journal.WriteBlob(content);

        public byte[] ReadBlob(string name) => journal.ReadBlob(name);

        public string ArchiveScript(string name, ReadOnlySpan<byte> content) =>
            journal.ArchiveScript(name, content);

        public void Dispose() => journal.Dispose();

        private void Count(string call)
        {
            lock (store.Calls)
            {
                store.Calls.Add(call);
                if (store.IsDead || store.Calls.Count >= store.FailsAt)
                    Die(call);
            }
        }

        private void Die(string call)
        {
            store.IsDead = true;
            throw new JournalException($"the disk failed at {call}");
        }
    }
}
