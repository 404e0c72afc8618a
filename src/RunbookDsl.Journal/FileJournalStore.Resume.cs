namespace RunbookDsl.Journal;

public sealed partial class FileJournalStore
{
    /// <inheritdoc/>
    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        var location = LocationOf(runId);
        if (!_disk.Places.IsFolder(location))
            throw NoSuchRun(runId);
        Home.Prepare(_disk, _home, AcceptAnyFileSystem);
        RunLock? held = null;
        NativeFile? file = null;
        try
        {
            held = RunLock.Take(
                _disk,
                runId,
                Path.Combine(location, "lock"),
                me with
                {
                    Since = clock.GetUtcNow(),
                }
            );
            var state = ReadState(runId, location);
            var first = resumed(state.History);
            // Whoever began the run may have died before its name was durable.
            Folder.Sync(_disk, Path.Combine(_home, "runs"));
            Ballast.Lay(_disk, location);
            SealLast(location, state);
            var path = Path.Combine(location, RunReader.SegmentName(state.Segments + 1));
            Folder.Remove(_disk, path + ".tmp");
            file = NativeFile.CreateNew(_disk, path + ".tmp");
            var run = new RunIdentity(runId, state.History.Runbook);
            var journal = new FileJournal(Following(state, run, held, file), clock);
            journal.Begin(first, Following(state, run));
            Folder.Rename(_disk, path + ".tmp", path);
            Folder.Sync(_disk, location);
            file.Path = path;
            new OpenHeads(_disk, _home).Add(runId, state.Segments + 1, journal.Head, first.At);
            return journal;
        }
        catch
        {
            file?.Dispose();
            held?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the good part of the last segment anew. After a failed sync the kernel may show lines that
    /// never reached the
    /// disk; acting on them is only safe once they did.
    /// </summary>
    private void SealLast(string location, RunState state)
    {
        var segment = Path.Combine(location, RunReader.SegmentName(state.Segments));
        if (!state.Torn.IsEmpty)
            DurableFile.Replace(_disk, Path.ChangeExtension(segment, ".torn"), state.Torn.Span);
        DurableFile.Replace(_disk, segment, state.Good.Span);
    }

    private FileJournalStart Following(RunState state, RunIdentity run, RunLock held, NativeFile file) =>
        new(run, state.History.Location, held, file)
        {
            Disk = _disk,
            Chain = state.Chain.ToArray(),
            Seq = state.History.Records.Count,
            Epoch = state.Segments + 1,
        };

    private SegmentStart Following(RunState state, RunIdentity run) =>
        new(run.RunId, run.Runbook, me)
        {
            Previous = RunReader.SegmentName(state.Segments),
            Length = state.Good.Length,
            Head = state.History.HeadHash,
            Torn = state.History.Torn,
        };
}
