namespace RunbookDsl.Journal;

public sealed partial class FileJournalStore
{
    /// <inheritdoc/>
    public IJournal Resume(string runId, Func<RunHistory, JournalRecord> resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        var location = LocationOf(runId);
        if (!Directory.Exists(location))
            throw NoSuchRun(runId);
        Home.Prepare(_home, AcceptAnyFileSystem);
        RunLock? held = null;
        NativeFile? file = null;
        try
        {
            held = RunLock.Take(runId, Path.Combine(location, "lock"), me with { Since = clock.GetUtcNow() });
            var state = ReadState(runId, location);
            var first = resumed(state.History);
            Ballast.Lay(location);
            SealLast(location, state);
            var path = Path.Combine(location, RunReader.SegmentName(state.Segments + 1));
            Folder.Remove(path + ".tmp");
            file = NativeFile.CreateNew(path + ".tmp");
            var run = new RunIdentity(runId, state.History.Runbook);
            var journal = new FileJournal(Following(state, run, held, file), clock);
            journal.Begin(first, Following(state, run));
            Folder.Rename(path + ".tmp", path);
            Folder.Sync(location);
            file.Path = path;
            new OpenHeads(_home).Add(runId, state.Segments + 1, journal.Head, first.At);
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
    private static void SealLast(string location, RunState state)
    {
        var segment = Path.Combine(location, RunReader.SegmentName(state.Segments));
        if (!state.Torn.IsEmpty)
            DurableFile.Replace(Path.ChangeExtension(segment, ".torn"), state.Torn.Span);
        DurableFile.Replace(segment, state.Good.Span);
    }

    private static FileJournalStart Following(
        RunState state,
        RunIdentity run,
        RunLock held,
        NativeFile file
    ) =>
        new(run, state.History.Location, held, file)
        {
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
