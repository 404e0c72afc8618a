using RunbookDsl.Journal;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// The file store, until it dies: from one point on, before or behind one of the calls, nothing reaches the
/// journal any more, as when the process is gone.
/// </summary>
internal sealed class DyingStore(IJournalStore inner, int diesAt = int.MaxValue) : IJournalStore
{
    private int _points;

    /// <summary>Points passed: two for each call.</summary>
    public int Points => _points;

    public bool IsDead => _points >= diesAt;

    public IJournal Create(RunIdentity run, JournalRecord opened) =>
        new DyingJournal(this, Call(() => inner.Create(run, opened)));

    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed) =>
        new DyingJournal(this, Call(() => inner.Resume(runId, resumed)));

    public RunHistory Read(string runId) => inner.Read(runId);

    public IEnumerable<RunListing> List() => inner.List();

    public string FindRun(string prefix) => inner.FindRun(prefix);

    public IResourceLocks Locks => inner.Locks;

    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        inner.Post(runId, signalId, content);

    private T Call<T>(Func<T> call)
    {
        Pass();
        var result = call();
        try
        {
            Pass();
            return result;
        }
        catch (JournalException)
        {
            // The kernel gives the lock of a dead process back.
            (result as IDisposable)?.Dispose();
            throw;
        }
    }

    private void Pass()
    {
        if (Interlocked.Increment(ref _points) >= diesAt)
            throw new JournalException("The process is gone.");
    }

    private sealed class DyingJournal(DyingStore store, IJournal journal) : IJournal
    {
        public string RunId => journal.RunId;

        public string Location => journal.Location;

        public JournalHead Head => journal.Head;

        public long Epoch => journal.Epoch;

        public JournalHalt? Halt => journal.Halt;

        public CancellationToken Halting => journal.Halting;

        public IReadOnlyList<Signal> Signals() => journal.Signals();

        public bool SpaceExhausted => journal.SpaceExhausted;

        public long Append(JournalRecord record) => store.Call(() => journal.Append(record));

        public void Commit() => Do(journal.Commit);

        public void Close(JournalRecord closed, string status) => Do(() => journal.Close(closed, status));

        public string WriteBlob(ReadOnlySpan<byte> content)
        {
            store.Pass();
            var name = journal.WriteBlob(content);
            store.Pass();
            return name;
        }

        public byte[] ReadBlob(string name) => journal.ReadBlob(name);

        public string ArchiveScript(string name, ReadOnlySpan<byte> content)
        {
            store.Pass();
            return journal.ArchiveScript(name, content);
        }

        public void Dispose() => journal.Dispose();

        private void Do(Action call) =>
            store.Call(() =>
            {
                call();
                return 0;
            });
    }
}
