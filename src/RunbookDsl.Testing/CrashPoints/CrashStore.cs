using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// Wraps the journal of one process: writes down what was acknowledged as durable, and ends the process
/// before
/// or after the call of choice.
/// </summary>
/// <param name="inner">The real store on the simulated disk.</param>
/// <param name="process">The process it belongs to.</param>
/// <param name="trace">Gets every durable record.</param>
/// <param name="folder">A real directory for what the engine keeps outside the journal: the attempt
/// lock.</param>
internal sealed class CrashStore(IJournalStore inner, SimulatedProcess process, Trace trace, string folder)
    : IJournalStore
{
    /// <summary>Number of the journal call at which the process ends; 0 never.</summary>
    internal int DiesAt { get; init; }

    /// <summary>Whether it ends after that call, or before it.</summary>
    internal bool DiesAfter { get; init; }

    /// <summary>Calls so far.</summary>
    internal int Calls { get; private set; }

    /// <summary>The run, once it is known to be durable.</summary>
    internal string? RunId { get; private set; }

    internal string Folder => folder;

    public IJournal Create(RunIdentity run, JournalRecord opened)
    {
        var journal = inner.Create(run, opened);
        RunId = run.RunId;
        trace.Add(TraceKind.Durable, opened);
        return new CrashJournal(this, journal);
    }

    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed)
    {
        JournalRecord? first = null;
        RunHistory? found = null;
        var journal = inner.Resume(
            runId,
            history =>
            {
                Promises.AllAcknowledged(trace, history);
                found = history;
                foreach (var torn in history.TornTails)
                    trace.Add(TraceKind.Torn, $"{torn.Length} bytes after record {torn.AfterSeq}");
                return first = resumed(history);
            }
        );
        Recognise(found!);
        trace.Add(TraceKind.Durable, first!);
        return new CrashJournal(this, journal);
    }

    public RunHistory Read(string runId) => inner.Read(runId);

    public IEnumerable<RunListing> List() => inner.List();

    public string FindRun(string prefix) => inner.FindRun(prefix);

    public IResourceLocks Locks => inner.Locks;

    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        inner.Post(runId, signalId, content);

    /// <summary>Runs one journal call with the process ending before or after it, if it is the one.</summary>
    internal T Call<T>(string what, Func<T> call)
    {
        var number = ++Calls;
        if (number == DiesAt && !DiesAfter)
            Die($"before journal call {number}, {what}");
        var result = call();
        if (number == DiesAt && DiesAfter)
            Die($"after journal call {number}, {what}");
        return result;
    }

    internal void Acknowledge(JournalRecord record) => trace.Add(TraceKind.Durable, record);

    // What is there beyond the acknowledged was written and never told; from here on it is durable.
    private void Recognise(RunHistory history)
    {
        for (var i = trace.Records.Count; i < history.Records.Count; i++)
            trace.Add(TraceKind.Found, history.Records[i]);
    }

    private void Die(string where)
    {
        process.Die(where);
        throw new ProcessDiedException(where);
    }
}
