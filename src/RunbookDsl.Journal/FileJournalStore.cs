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

    /// <summary>A store on another disk: a wrapped or a simulated one.</summary>
    internal FileJournalStore(string home, TimeProvider clock, Owner me, Disk disk)
        : this(home, clock, me) => _disk = disk;

    /// <summary>
    /// True lets the journal live on a network file system. Default false: such a file system may lock and
    /// sync for one
    /// machine only, and two operators on two machines would then both be the owner.
    /// </summary>
    public bool AcceptAnyFileSystem { get; init; }

    /// <inheritdoc/>
    public RunHistory Read(string runId) => ReadState(runId, LocationOf(runId)).History;

    /// <summary>
    /// Verifies the ledger's own chain: no closed run was taken out of it, exchanged or edited.
    /// </summary>
    /// <returns>Number of its lines; 0 when no run was closed yet.</returns>
    /// <exception cref="JournalCorruptException">The first line that does not follow.</exception>
    public int VerifyLedger() => new Ledger(_disk, _home).Verify();

    /// <inheritdoc/>
    public IEnumerable<RunListing> List()
    {
        foreach (var runId in RunIds())
            yield return Describe(runId);
    }

    /// <inheritdoc/>
    public string FindRun(string prefix)
    {
        var known = RunIds();
        var found = prefix == "latest" ? known.Take(1).ToList() : known.FindAll(id => Matches(id, prefix));
        if (found.Count == 1 || (found.Count > 1 && found.Contains(prefix)))
            return found.Count == 1 ? found[0] : prefix;
        var names = string.Join(", ", (found.Count == 0 ? known : found).Take(5));
        if (known.Count == 0)
            throw new JournalException($"There is no run in {_home}. Begin one with 'runbook exec FILE'.");
        throw new JournalException(
            found.Count == 0
                ? $"No run in {_home} begins with '{prefix}'. The newest are: {names}. "
                    + "'runbook runs' lists all."
                : $"{found.Count} runs in {_home} begin with '{prefix}': {names}. Give more of the id."
        );
    }

    private static bool Matches(string id, string prefix) => id.StartsWith(prefix, StringComparison.Ordinal);

    private List<string> RunIds()
    {
        var ids = new List<string>();
        foreach (var folder in Folders(Path.Combine(_home, "runs")))
        {
            // What a crash left of a run that never began has a dot first.
            if (RunId.IsValid(Path.GetFileName(folder)))
                ids.Add(Path.GetFileName(folder));
        }
        ids.Sort((a, b) => string.CompareOrdinal(b, a));
        return ids;
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

    private RunListing Describe(string runId)
    {
        var location = LocationOf(runId);
        try
        {
            return new RunListing(runId, location, ReadState(runId, location).History, null);
        }
        catch (JournalException e)
        {
            return new RunListing(runId, location, null, e);
        }
    }

    private RunState ReadState(string runId, string location)
    {
        if (!_disk.Places.IsFolder(location))
            throw new JournalException(
                $"There is no run {runId} in {_home}. 'runbook runs' lists all there are."
            );
        return new RunReader(_disk, runId, location, new Ledger(_disk, _home).Of(runId)).Read();
    }

    private string LocationOf(string runId) =>
        RunId.IsValid(runId)
            ? Path.Combine(_home, "runs", runId)
            : throw new ArgumentException(
                $"'{runId}' is no run id; expected 1 to 64 of a-z, 0-9, '-', '_'.",
                nameof(runId)
            );
}
