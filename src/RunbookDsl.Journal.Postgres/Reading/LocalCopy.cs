namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// This machine's copy of a run: the same files as those of the file store. It may be behind the database,
/// never ahead of it.
/// </summary>
internal sealed class LocalCopy(Database database, string location)
{
    internal string Location => location;

    /// <exception cref="JournalException">It has acknowledged lines that the database lacks.</exception>
    internal void Check(StoredRun run)
    {
        if (!Directory.Exists(location) || Directory.GetFiles(location, "??????.jsonl").Length == 0)
            return;
        var state = new RunReader(Disk.Local, run.Row.RunId, location, []).Read();
        long here = state.History.Records.Count;
        if (here > run.Row.HeadSeq)
            throw LostRecords.Of(run.Row.RunId, database.Place, location, here, run.Row.HeadSeq);
        if (!run.HashOf(here).SequenceEqual(state.Chain))
            throw LostRecords.Other(run.Row.RunId, database.Place, location, here);
    }

    /// <summary>Brings it up to the database.</summary>
    internal void Bring(StoredRun run, RunValues values)
    {
        Folder.MakeDurable(Disk.Local, location);
        for (var number = 1; number <= run.Segments; number++)
        {
            var path = Path.Combine(location, RunReader.SegmentName(number));
            if (!File.Exists(path) || new FileInfo(path).Length != run.Segment(number).Length)
                DurableFile.Replace(Disk.Local, path, run.Segment(number));
        }
        var files = new RunFiles(Disk.Local, location);
        foreach (var (name, content) in values.Scripts(run.Row.RunId))
            files.TakeScript(name, content);
    }
}
