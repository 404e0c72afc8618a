using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// The journals of one process of a rehearsal: the real store on a disk in memory, with a real folder a run
/// for what is not journal, and an end at the moment of choice.
/// </summary>
internal sealed class RehearsedStore(
    IJournalStore inner,
    SimulatedProcess process,
    string folder,
    CrashWatch crash
) : IJournalStore
{
    /// <summary>The first run that was begun or gone on with: not one of its children.</summary>
    public string? RunId { get; private set; }

    public IResourceLocks Locks => inner.Locks;

    /// <summary>Called with each record of the run once it is durable.</summary>
    public Action<WrittenRecord> Durable { get; init; } = _ => { };

    /// <summary>How many calls the world has seen so far.</summary>
    public Func<int> Calls { get; init; } = () => 0;

    public IJournal Create(RunIdentity run, JournalRecord opened)
    {
        var journal = inner.Create(run, opened);
        RunId ??= run.RunId;
        Tell(run.RunId, Place(opened));
        return new RehearsedJournal(this, journal, FolderOf(run.RunId));
    }

    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed)
    {
        JournalRecord? first = null;
        var journal = inner.Resume(runId, history => first = resumed(history));
        RunId ??= runId;
        Tell(runId, Place(first!));
        return new RehearsedJournal(this, journal, FolderOf(runId));
    }

    public RunHistory Read(string runId) => inner.Read(runId);

    public IEnumerable<RunListing> List() => inner.List();

    public string FindRun(string prefix) => inner.FindRun(prefix);

    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        new SignalBox(FolderOf(runId)).Post(signalId, content);

    internal WrittenRecord Place(JournalRecord record) => new(record, Calls());

    internal void Tell(string runId, WrittenRecord record)
    {
        if (runId == RunId)
            Durable(record);
    }

    internal void CheckBefore(JournalRecord record)
    {
        if (crash.EndsBefore(record))
            Die();
    }

    internal void CheckAfterCommit()
    {
        if (crash.EndsAfterCommit())
            Die();
    }

    private void Die()
    {
        process.Die($"{crash}");
        throw new ProcessDiedException($"{crash}");
    }

    private string FolderOf(string runId)
    {
        var own = Path.Combine(folder, runId);
        Directory.CreateDirectory(own);
        return own;
    }
}
