using System.Globalization;

namespace RunbookDsl.Journal;

/// <summary>
/// Directories, the best first, that take an outcome when the journal cannot: one on another file system
/// than the journal wherever there is one.
/// </summary>
/// <param name="folders">
/// Absolute paths; those that are missing are made, those that fail are passed over.
/// </param>
public sealed class SpillPlaces(IReadOnlyList<string> folders)
{
    private const string Prefix = "runbook-spill-";
    private readonly Disk _disk = Disk.Local;

    /// <summary>Nowhere: an outcome is only printed.</summary>
    public static SpillPlaces None { get; } = new([]);

    /// <summary>Where it looks, the best first.</summary>
    public IReadOnlyList<string> Folders => folders;

    /// <summary>
    /// Keeps the outcome in the first place that takes it: a file of the operator's own (0600), durable on
    /// return. Never throws for a place that fails.
    /// </summary>
    /// <param name="outcome">Already masked.</param>
    /// <param name="journal">The journal's directory, whose file system is only the last resort.</param>
    /// <returns>The file; null when no place took it.</returns>
    public string? Keep(SpilledOutcome outcome, string journal)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var line = SpillFormat.Line(outcome);
        var own = Device(journal);
        for (var isLastResort = false; ; isLastResort = true)
        {
            foreach (var folder in folders)
                if (Make(folder) && (Device(folder) == own) == isLastResort)
                    if (Write(folder, outcome, line.Written) is { } file)
                        return file;
            if (isLastResort)
                return null;
        }
    }

    /// <summary>
    /// What was spilled of this run, oldest first; files that are not whole or not ours are not.
    /// </summary>
    public IReadOnlyList<SpilledOutcome> Find(string runId)
    {
        var found = new List<SpilledOutcome>();
        foreach (var folder in folders)
        foreach (var file in Files(folder))
            if (
                Path.GetFileName(file).StartsWith($"{Prefix}{runId}-", StringComparison.Ordinal)
                && TryRead(file) is { } outcome
                && outcome.RunId == runId
            )
                found.Add(outcome);
        found.Sort((a, b) => a.At.CompareTo(b.At));
        return found;
    }

    /// <summary>Reads one file and checks it against its own hash and its owner.</summary>
    /// <exception cref="JournalException">It is not there, not whole, or belongs to another user.</exception>
    public SpilledOutcome Read(string file)
    {
        IoFailure.Check(_disk.Facts.Look(file, out var facts), "look at the spill", file);
        if (facts.Owner != _disk.Facts.EffectiveUser())
            throw new JournalException(
                $"Will not believe the spill {file}: it belongs to user {facts.Owner}, you are user "
                    + $"{_disk.Facts.EffectiveUser()}. Whoever may write it could say anything: settle "
                    + "the step "
                    + "with 'runbook resolve' and --done or --rerun."
            );
        return SpillFormat.Read(DurableFile.ReadAll(_disk, file), file)
            ?? throw new JournalException(
                $"The spill {file} is not what was written: expected one line that agrees with its hash. "
                    + "Settle the step with 'runbook resolve' and --done or --rerun."
            );
    }

    private SpilledOutcome? TryRead(string file)
    {
        try
        {
            return Read(file);
        }
        catch (JournalException)
        {
            return null;
        }
    }

    private string? Write(string folder, SpilledOutcome outcome, ReadOnlySpan<byte> line)
    {
        for (var n = 1; n < 10; n++)
        {
            var file = Path.Combine(folder, Name(outcome, n));
            if (_disk.Places.IsFile(file))
                continue;
            try
            {
                // Exclusive: in a directory that others may write to, nobody can have put a link there.
                using (var spill = NativeFile.CreateNew(_disk, file))
                {
                    spill.Write(line, 0);
                    spill.SyncData();
                }
                Folder.Sync(_disk, folder);
                return file;
            }
            catch (JournalException)
            {
                _disk.Names.Unlink(file);
                return null;
            }
        }
        return null;
    }

    private static string Name(SpilledOutcome outcome, int n)
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Sha256(System.Text.Encoding.UTF8.GetBytes(outcome.Step), digest, 0);
        var step = ContentHash.Hex(digest)[..8];
        var what = outcome.Type == RecordTypes.UndoOutcome ? "undo" : "attempt";
        var again = n == 1 ? "" : $"-{n}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{outcome.RunId}-{step}-{what}-{outcome.Attempt}{again}.json"
        );
    }

    private bool Make(string folder)
    {
        try
        {
            Folder.MakeDurable(_disk, folder);
            return true;
        }
        catch (JournalException)
        {
            return false;
        }
    }

    private ulong Device(string path) => _disk.Facts.Look(path, out var facts) >= 0 ? facts.Device : 0;

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, Prefix + "*.json") : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
