namespace RunbookDsl.Journal;

/// <summary>Where runs are journaled: begins, reads, lists and takes over runs.</summary>
public interface IJournalStore
{
    /// <summary>
    /// Begins a run. On return its directory, first segment and first record are durable and its lock is
    /// held.
    /// </summary>
    /// <exception cref="JournalException">The run exists, or the store is unusable; nothing visible was left
    /// behind.</exception>
    IJournal Create(RunIdentity run, JournalRecord opened);

    /// <summary>
    /// Reads and verifies a whole run without taking its lock; works while another process writes it.
    /// </summary>
    /// <exception cref="JournalException">No such run, a newer format, or damage (<see
    /// cref="JournalCorruptException"/>).</exception>
    RunHistory Read(string runId);

    /// <summary>
    /// Takes the run over: lock, read, verify, make what was read durable once more, then open a new segment.
    /// Its first
    /// record carries the previous segment's name, length, head hash and torn tail, plus what <paramref
    /// name="resumed"/> gives.
    /// </summary>
    /// <param name="runId">The whole id.</param>
    /// <param name="resumed">Gets the history under the lock. What it throws is passed on; then nothing was
    /// changed.</param>
    /// <exception cref="JournalLockedException">Another process has the run.</exception>
    IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed);

    /// <summary>
    /// All runs, newest id first, read one by one as the caller goes on; an unreadable one is listed with its
    /// error.
    /// </summary>
    IEnumerable<RunListing> List();

    /// <summary>
    /// Posts a signal to a run, whoever has it; durable on return. It is not journaled until the run's owner
    /// takes it.
    /// </summary>
    /// <param name="runId">The whole id.</param>
    /// <param name="signalId">1 to 64 of a-z, 0-9, dash and underscore.</param>
    /// <param name="content">JSON by convention.</param>
    /// <returns>False if a signal of this id was posted before; that one stands.</returns>
    bool Post(string runId, string signalId, ReadOnlySpan<byte> content);

    /// <summary>What the runs of this store have for themselves.</summary>
    IResourceLocks Locks { get; }

    /// <summary>The one run whose id begins with the given text; <c>latest</c> is the newest.</summary>
    /// <exception cref="JournalException">None or several; the message names the nearest.</exception>
    string FindRun(string prefix);
}
