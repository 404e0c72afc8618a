namespace RunbookDsl.Journal.Postgres;

/// <summary>What the database has of a run, under the names that files would have.</summary>
internal sealed class StoredFiles
{
    private readonly SortedDictionary<string, Func<byte[]>> _files = new(StringComparer.Ordinal);

    internal StoredFiles(StoredRun run, RunValues values)
    {
        RunId = run.Row.RunId;
        for (var number = 1; number <= run.Segments; number++)
        {
            var segment = number;
            _files[RunReader.SegmentName(number)] = () => run.Segment(segment).ToArray();
        }
        foreach (var (name, content) in values.Scripts(RunId))
            _files["script/" + name] = () => content;
        foreach (var (name, content) in values.Blobs(RunId))
            _files["blobs/" + name] = () => content;
        foreach (var signal in values.Signals(RunId))
            _files[$"signals/{signal.Id}.json"] = () => signal.Content;
    }

    internal string RunId { get; }

    internal IReadOnlyList<string> Names => [.. _files.Keys];

    /// <exception cref="JournalException">There is none of that name.</exception>
    internal byte[] Read(string name) =>
        _files.TryGetValue(name, out var file)
            ? file()
            : throw new JournalException($"Run {RunId} has no {name} in the database: list it anew.");
}
