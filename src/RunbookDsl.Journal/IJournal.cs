namespace RunbookDsl.Journal;

/// <summary>
/// The one writer of one run. Holds the run's lock until disposed. All members may be called from any thread.
/// </summary>
/// <remarks>
/// After any failed write or sync the journal is unusable: every later call throws the same
/// <see cref="JournalException"/>. The caller stops; the run is resumed by another process.
/// </remarks>
public interface IJournal : IDisposable
{
    /// <summary>The run this journal belongs to.</summary>
    string RunId { get; }

    /// <summary>
    /// The run's directory on this machine (absolute). Of a journal in a database: its local copy.
    /// </summary>
    string Location { get; }

    /// <summary>
    /// The last record known durable; after a failure it stays what it was. Tells which journal a spilled
    /// outcome belongs to.
    /// </summary>
    JournalHead Head { get; }

    /// <summary>
    /// Fencing number: which owner of the run this is, more for each later one and never shared by two, so
    /// that a system which keeps the highest one it has seen can refuse an older process.
    /// </summary>
    long Epoch { get; }

    /// <summary>
    /// Why nothing new may be begun; null (default) while all is well. What is running is finished and its
    /// outcome written. Once set it stays.
    /// </summary>
    JournalHalt? Halt { get; }

    /// <summary>
    /// Fires when <see cref="Halt"/> is set by somebody else's doing, such as an offer or a take-over, so
    /// that waiting ends. Never fires for a journal in files.
    /// </summary>
    CancellationToken Halting { get; }

    /// <summary>
    /// True once the disk was full and the reserve was given up to save the lines in flight: write the
    /// outcome of what is
    /// running, start nothing new.
    /// </summary>
    bool SpaceExhausted { get; }

    /// <summary>Takes a line in; it is in memory only until <see cref="Commit"/> returns.</summary>
    /// <returns>The line's number; also set on the record.</returns>
    /// <exception cref="ArgumentException">The record cannot be written as one line; nothing was taken
    /// in.</exception>
    /// <exception cref="JournalException">The journal failed before.</exception>
    long Append(JournalRecord record);

    /// <summary>
    /// Makes everything appended before the call durable: one write of all waiting lines, one fdatasync.
    /// Calls of several
    /// threads at once share them. Returns at once when there is nothing to do.
    /// </summary>
    /// <exception cref="JournalException">The lines may or may not be on disk; act on nothing that depends on
    /// them.</exception>
    void Commit();

    /// <summary>
    /// Writes the run's last line, makes it durable and adds the run to the ledger, the anchor that shows a
    /// later cut of
    /// this journal. The lock is kept until <see cref="IDisposable.Dispose"/>.
    /// </summary>
    /// <param name="closed">A record of type <see cref="RecordTypes.RunClosed"/>.</param>
    /// <param name="status">How the run ended, in one word, for the ledger.</param>
    void Close(JournalRecord closed, string status);

    /// <summary>
    /// Stores a value too large for a line under its own hash; durable on return, so a record may name it.
    /// </summary>
    /// <returns>The name to put into the record: <c>sha256-</c> and 64 hex digits.</returns>
    string WriteBlob(ReadOnlySpan<byte> content);

    /// <summary>Reads a value stored by any process of this run and checks it against its name.</summary>
    byte[] ReadBlob(string name);

    /// <summary>
    /// All signals posted to this run so far, by id, whoever posted them. Looks anew at each call.
    /// </summary>
    /// <exception cref="JournalException">They cannot be read now; nothing was changed.</exception>
    IReadOnlyList<Signal> Signals();

    /// <summary>
    /// Keeps a source file of the run under its hash and name; durable on return. The same content is stored
    /// once.
    /// </summary>
    /// <returns>The file's name inside the run's <c>script</c> directory.</returns>
    string ArchiveScript(string name, ReadOnlySpan<byte> content);
}
