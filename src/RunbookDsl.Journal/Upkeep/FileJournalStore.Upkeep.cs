namespace RunbookDsl.Journal;

/// <content>What is done with runs that nobody works on: rescue and removal.</content>
public sealed partial class FileJournalStore
{
    /// <summary>
    /// Makes a new run of what is proved of a damaged one; the damaged one stays as it is. Steps of which
    /// only unproved records speak are in doubt in the new run.
    /// </summary>
    /// <exception cref="JournalException">
    /// The run is not damaged, somebody works on it, or nothing of it is proved; nothing was made.
    /// </exception>
    public SalvagedRun Salvage(string runId)
    {
        var location = LocationOf(runId);
        if (!Directory.Exists(location))
            throw NoSuchRun(runId);
        Home.Prepare(_disk, _home, AcceptAnyFileSystem);
        RefuseIfAtWork(runId, location);
        var reader = new RunReader(
            _disk,
            runId,
            location,
            AnchorsOf(runId, new Ledger(_disk, _home).Bytes())
        );
        try
        {
            reader.Read();
        }
        catch (JournalCorruptException e)
        {
            return new Salvage(_disk, _home, me with { Since = clock.GetUtcNow() }, reader, e).Make(
                clock.GetUtcNow()
            );
        }
        throw new JournalException(
            $"Run {runId} is not damaged: there is nothing to salvage. 'runbook resume {runId}' goes on "
                + "with it."
        );
    }

    /// <summary>
    /// Removes the directory of a closed run. Its line in the ledger stays, and another one says that it was
    /// removed on purpose.
    /// </summary>
    /// <returns>Bytes that its files had.</returns>
    /// <exception cref="JournalException">
    /// The run is open, damaged or being worked on; nothing was removed.
    /// </exception>
    public long Prune(string runId)
    {
        var location = LocationOf(runId);
        using var held = RunLock.Take(
            _disk,
            runId,
            Path.Combine(location, "lock"),
            me with
            {
                Since = clock.GetUtcNow(),
            }
        );
        var history = Read(runId);
        var last = history.Records[^1];
        if (last.Type != RecordTypes.RunClosed)
            throw new JournalException(
                $"Run {runId} is not closed: it can be resumed or undone, so nothing of it is removed."
            );
        var ledger = new Ledger(_disk, _home);
        var known = Ledger.Of(runId, ledger.Bytes());
        // The process that closed it may have died before it could say so.
        if (known.Count == 0)
            ledger.Append(new(runId, history.Runbook, "closed", last.Seq, history.HeadHash, last.At));
        ledger.Append(
            new(runId, history.Runbook, LedgerEntry.Pruned, last.Seq, history.HeadHash, clock.GetUtcNow())
        );
        foreach (var left in Directory.EnumerateDirectories(Path.Combine(_home, "runs"), ".*.pruned"))
            Directory.Delete(left, recursive: true);
        var gone = Path.Combine(_home, "runs", $".{runId}.pruned");
        Folder.Rename(_disk, location, gone);
        Folder.Sync(_disk, Path.Combine(_home, "runs"));
        new OpenHeads(_disk, _home).Remove(runId);
        var size = SizeOf(gone);
        Directory.Delete(gone, recursive: true);
        return size;
    }

    /// <summary>Bytes of a run's files.</summary>
    public long SizeOf(RunListing run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return SizeOf(run.Location);
    }

    private static long SizeOf(string folder)
    {
        var size = 0L;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            size += file.Length;
        return size;
    }

    private void RefuseIfAtWork(string runId, string location)
    {
        var path = Path.Combine(location, "lock");
        if (RunLock.Holder(_disk, path) is { } owner)
            throw new JournalLockedException(runId, path, owner);
        if (!File.Exists(Path.Combine(location, "alive")))
            return;
        using var alive = AttemptLock.Open(location);
        if (!alive.TryTake())
            throw new JournalException(
                $"Run {runId} has a process of its last attempt still at work: "
                    + $"{string.Join(", ", alive.Holders().Select(h => $"{h.Command} (pid {h.Pid})"))}. "
                    + "Wait for it or end it, then salvage. Nothing was made."
            );
    }
}
