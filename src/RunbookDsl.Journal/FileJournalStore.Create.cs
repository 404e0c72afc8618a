namespace RunbookDsl.Journal;

public sealed partial class FileJournalStore
{
    /// <inheritdoc/>
    public IJournal Create(RunIdentity run, JournalRecord opened)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(opened);
        var location = LocationOf(run.RunId);
        Home.Prepare(_disk, _home, AcceptAnyFileSystem);
        var beside = Path.Combine(_home, "runs", $".{run.RunId}.{me.Pid}-{me.PidStart}.tmp");
        if (_disk.Places.IsFolder(location) || !Folder.Make(_disk, beside))
            throw AlreadyThere(run.RunId, location);
        RunLock? held = null;
        NativeFile? file = null;
        try
        {
            held = RunLock.Take(
                _disk,
                run.RunId,
                Path.Combine(beside, "lock"),
                me with
                {
                    Since = clock.GetUtcNow(),
                }
            );
            Ballast.Lay(_disk, beside);
            file = NativeFile.CreateNew(_disk, Path.Combine(beside, RunReader.SegmentName(1)));
            var start = new FileJournalStart(run, location, held, file)
            {
                Disk = _disk,
                Chain = ChainHash.None.ToArray(),
                Seq = 0,
                Epoch = 1,
            };
            var journal = new FileJournal(start, clock);
            journal.Begin(opened, new SegmentStart(run.RunId, run.Runbook, me));
            Publish(beside, location, run.RunId);
            Announce(journal, beside, opened.At);
            file.Path = Path.Combine(location, RunReader.SegmentName(1));
            return journal;
        }
        catch
        {
            file?.Dispose();
            held?.Dispose();
            Discard(beside);
            throw;
        }
    }

    // The run appears whole, under its name, or not at all.
    private void Publish(string beside, string location, string runId)
    {
        Folder.Sync(_disk, beside);
        try
        {
            Folder.Rename(_disk, beside, location);
        }
        catch (IoFailure e) when (e.Error is Libc.NotEmpty or Libc.Exists)
        {
            throw AlreadyThere(runId, location);
        }
        Folder.Sync(_disk, Path.Combine(_home, "runs"));
    }

    // A run whose beginning is told nowhere else must not seem to have begun.
    private void Announce(FileJournal journal, string beside, DateTimeOffset at)
    {
        try
        {
            new OpenHeads(_disk, _home).Add(journal.RunId, 1, journal.Head, at);
        }
        catch (JournalException)
        {
            Folder.Rename(_disk, journal.Location, beside);
            // Else a power cut could leave the run under its name with its files gone.
            Folder.Sync(_disk, Path.Combine(_home, "runs"));
            new OpenHeads(_disk, _home).Remove(journal.RunId);
            throw;
        }
    }

    private static JournalException AlreadyThere(string runId, string location) =>
        new(
            $"Cannot begin run {runId}: {location} is there already. "
                + $"Resume it with 'runbook resume {runId}', or begin again."
        );

    private void Discard(string beside)
    {
        try
        {
            _disk.Folders.Discard(beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, renamed, or on a failing disk: the first error is the one to tell.
        }
    }
}
