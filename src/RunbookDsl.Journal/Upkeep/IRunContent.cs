namespace RunbookDsl.Journal;

/// <summary>
/// The exact bytes of a run as the files a file journal has, wherever it is kept: what verifying, exporting
/// and keeping evidence need beside <see cref="IJournalStore"/>.
/// </summary>
public interface IRunContent
{
    /// <summary>
    /// What a run consists of, relative to its directory, in ordinal order: segments (<c>000001.jsonl</c>),
    /// torn ends, <c>script/…</c>, <c>blobs/…</c>, <c>signals/…</c>. Not what belongs to a living process:
    /// lock, liveness, reserve, files that are being written.
    /// </summary>
    /// <exception cref="JournalException">No such run, or it cannot be listed.</exception>
    IReadOnlyList<string> FilesOf(string runId);

    /// <summary>One of these files, whole and not verified.</summary>
    /// <exception cref="JournalException">There is none of that name, or it cannot be read.</exception>
    byte[] ReadFile(string runId, string name);

    /// <summary>
    /// The ledger from its first line to the run's last one, so that its chain can be followed; empty for a
    /// run that is not in it.
    /// </summary>
    byte[] LedgerOf(string runId);
}
