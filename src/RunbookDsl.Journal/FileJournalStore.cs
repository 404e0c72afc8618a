namespace RunbookDsl.Journal;

/// <summary>
/// Runs as files under one directory: <c>runs/RUN/000001.jsonl</c> and a ledger. See FORMAT.md.
/// </summary>
/// <param name="home">The directory; made with mode 0700 if it is missing.</param>
/// <param name="clock">Gives each line its time.</param>
/// <param name="me">Told to whoever finds a run locked.</param>
public sealed partial class FileJournalStore(string home, TimeProvider clock, Owner me) : IJournalStore
{
    private readonly string _home = Path.GetFullPath(home);
    private readonly Disk _disk = Disk.Local;
    private SeenRun? _seen;

    /// <summary>A store on another disk: a wrapped or a simulated one.</summary>
    internal FileJournalStore(string home, TimeProvider clock, Owner me, Disk disk)
        : this(home, clock, me) => _disk = disk;

    /// <summary>
    /// True lets the journal live on a network file system. Default false: such a file system may lock and
    /// sync for one
    /// machine only, and two operators on two machines would then both be the owner.
    /// </summary>
    public bool AcceptAnyFileSystem { get; init; }

    /// <summary>What the runs of this directory have for themselves.</summary>
    public IResourceLocks Locks => new FileLocks(_disk, _home, clock, me);

    /// <inheritdoc/>
    public RunHistory Read(string runId) => ReadState(runId, LocationOf(runId)).History;

    /// <inheritdoc/>
    public IEnumerable<RunListing> List()
    {
        var ledger = new Ledger(_disk, _home).Bytes();
        foreach (var runId in RunIds())
            yield return Describe(runId, ledger);
    }

    /// <inheritdoc/>
    public string FindRun(string prefix)
    {
        var ids = Ids();
        RunOrder.SortNewest(ids, Begun);
        return RunNames.Find(ids, prefix, _home);
    }

    /// <inheritdoc/>
    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        new SignalBox(LocationOf(runId)).Post(signalId, content);

    /// <summary>The ids of all runs, newest first, also of those that cannot be read.</summary>
    public IReadOnlyList<string> RunIds()
    {
        var ids = Ids();
        RunOrder.Sort(ids, Begun);
        return ids;
    }

    private List<string> Ids()
    {
        var ids = new List<string>();
        foreach (var folder in Folders(Path.Combine(_home, "runs")))
        {
            // What a crash left of a run that never began has a dot first.
            if (RunId.IsValid(Path.GetFileName(folder)))
                ids.Add(Path.GetFileName(folder));
        }
        return ids;
    }

    // The time stands in front of everything whose length varies.
    private DateTimeOffset? Begun(string runId)
    {
        try
        {
            var path = Path.Combine(LocationOf(runId), RunReader.SegmentName(1));
            using var file = NativeFile.OpenRead(_disk, path);
            Span<byte> head = stackalloc byte[128];
            head = head[..file.Read(head, 0)];
            var field = ",\"at\":\""u8;
            var at = head.IndexOf(field) + field.Length;
            return at < field.Length || at + LineScan.TimeLength > head.Length
                ? null
                : LineScan.Time(head.Slice(at, LineScan.TimeLength));
        }
        catch (JournalException)
        {
            return null;
        }
    }

    // Directory.Exists says no to a directory that may not be looked at; the runs in it are there all the
    // same.
    private List<string> Folders(string runs)
    {
        try
        {
            return [.. _disk.Places.In(runs, files: false)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new JournalException(
                $"Could not list the runs in {runs}: {e.Message.TrimEnd('.')}. Expected a directory that you "
                    + $"may read: look as the operator whose runs they are, or name another one with "
                    + $"RUNBOOK_HOME.",
                e
            );
        }
    }

    private RunListing Describe(string runId, ReadOnlyMemory<byte> ledger)
    {
        var location = LocationOf(runId);
        try
        {
            return new RunListing(runId, location, ReadState(runId, location, ledger).History, null);
        }
        catch (JournalException e)
        {
            return new RunListing(runId, location, null, e);
        }
    }

    private RunState ReadState(string runId, string location) =>
        ReadState(runId, location, new Ledger(_disk, _home).Bytes());

    private RunState ReadState(string runId, string location, ReadOnlyMemory<byte> ledger)
    {
        if (!_disk.Places.IsFolder(location))
            throw NoSuchRun(runId);
        var anchors = AnchorsOf(runId, ledger);
        if (_seen?.IfUnchanged(runId, anchors) is { } same)
            return same;
        var reader = new RunReader(_disk, runId, location, anchors);
        var state = reader.Read();
        _seen = new SeenRun(_disk, reader, state, anchors);
        return state;
    }

    private string LocationOf(string runId) =>
        RunId.IsValid(runId)
            ? Path.Combine(_home, "runs", runId)
            : throw new ArgumentException(
                $"'{runId}' is no run id; expected 1 to 64 of a-z, 0-9, '-', '_'.",
                nameof(runId)
            );
}
