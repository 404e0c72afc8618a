namespace RunbookDsl.Journal.Postgres;

/// <content>A run as the files that a journal in files would have.</content>
public sealed partial class PostgresJournalStore : IRunContent
{
    private StoredFiles? _files;

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string runId) => (_files = FilesIn(runId)).Names;

    /// <inheritdoc/>
    public byte[] ReadFile(string runId, string name) =>
        (_files is { } known && known.RunId == runId ? known : FilesIn(runId)).Read(name);

    /// <summary>
    /// Always empty: the head that the run's row names is this journal's anchor, and stays with it.
    /// </summary>
    public byte[] LedgerOf(string runId) => [];

    private StoredFiles FilesIn(string runId) => new(Stored(runId), Values);
}
