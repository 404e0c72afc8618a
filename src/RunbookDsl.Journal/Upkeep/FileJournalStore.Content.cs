namespace RunbookDsl.Journal;

/// <content>What lies beside the records: files, the ledger, anchors.</content>
public sealed partial class FileJournalStore : IRunContent
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string runId)
    {
        var location = LocationOf(runId);
        if (!Directory.Exists(location))
            throw NoSuchRun(runId);
        var files = new List<string>();
        foreach (var file in Directory.EnumerateFiles(location, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(location, file);
            if (
                name is not ("lock" or "alive" or "ballast")
                && !name.EndsWith(".tmp", StringComparison.Ordinal)
            )
                files.Add(name);
        }
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <inheritdoc/>
    public byte[] ReadFile(string runId, string name) =>
        DurableFile.ReadAll(_disk, Path.Combine(LocationOf(runId), name));

    /// <inheritdoc/>
    public byte[] LedgerOf(string runId)
    {
        var bytes = new Ledger(_disk, _home).Bytes();
        var entries = Ledger.Of(runId, bytes);
        if (entries.Count == 0)
            return [];
        var last = bytes.Span.LastIndexOf(System.Text.Encoding.UTF8.GetBytes($",\"run\":\"{runId}\","));
        return bytes[..(last + bytes.Span[last..].IndexOf((byte)'\n') + 1)].ToArray();
    }

    /// <summary>
    /// The ledger, oldest line first, once its chain is verified; empty when no run was closed.
    /// </summary>
    /// <exception cref="JournalCorruptException">The first line that does not follow.</exception>
    public IReadOnlyList<LedgerEntry> ReadLedger() => new Ledger(_disk, _home).Verified();

    /// <summary>
    /// Verifies the ledger's own chain: no closed run was taken out of it, exchanged or edited.
    /// </summary>
    /// <returns>Number of its lines; 0 when no run was closed yet.</returns>
    /// <exception cref="JournalCorruptException">The first line that does not follow.</exception>
    public int VerifyLedger() => new Ledger(_disk, _home).Verified().Count;

    /// <summary>
    /// Runs that were begun here, never closed, and whose directory is gone all the same.
    /// </summary>
    public IReadOnlyList<RunDamage> MissingOpenRuns()
    {
        var heads = new OpenHeads(_disk, _home);
        var missing = new List<RunDamage>();
        foreach (var runId in heads.Runs())
            if (!Directory.Exists(LocationOf(runId)))
                missing.Add(
                    new RunDamage(
                        heads.PathOf(runId),
                        0,
                        0,
                        $"the directory of the open run {runId} in {Path.Combine(_home, "runs")}",
                        "Restore it from a backup; if it was removed on purpose, remove this file too."
                    )
                );
        return missing;
    }

    private RunNotFoundException NoSuchRun(string runId) =>
        new($"There is no run {runId} in {_home}. 'runbook runs' lists all there are.");

    private List<Anchor> AnchorsOf(string runId, ReadOnlyMemory<byte> ledger)
    {
        var anchors = new List<Anchor>(new OpenHeads(_disk, _home).Of(runId));
        foreach (var entry in Ledger.Of(runId, ledger))
            anchors.Add(new Anchor(entry.Seq, entry.Head));
        anchors.Sort((a, b) => a.Seq.CompareTo(b.Seq));
        return anchors;
    }
}
