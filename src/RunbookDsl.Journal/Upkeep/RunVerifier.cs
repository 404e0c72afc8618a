using System.Text.Json;

namespace RunbookDsl.Journal;

/// <summary>
/// Looks at every byte of runs: the chain with its anchors, the large values that records name, the archived
/// sources, the ledger. Changes nothing.
/// </summary>
/// <param name="store">Reads and verifies the lines.</param>
/// <param name="content">Reads the files beside them.</param>
public sealed class RunVerifier(IJournalStore store, IRunContent content)
{
    /// <summary>One run; also one of which only the ledger's line is left because it was pruned.</summary>
    /// <exception cref="JournalException">
    /// No such run, a newer format, or it cannot be read at all.
    /// </exception>
    public RunVerification Verify(string runId)
    {
        var ledger = LastLine(runId);
        RunHistory history;
        try
        {
            history = store.Read(runId);
        }
        catch (JournalCorruptException e)
        {
            return new RunVerification(runId, null, [RunDamage.Of(e)]) { Ledger = ledger };
        }
        catch (RunNotFoundException) when (ledger is not null)
        {
            return new RunVerification(runId, null, ledger.Status == LedgerEntry.Pruned ? [] : [Gone(ledger)])
            {
                Ledger = ledger,
            };
        }
        var files = new HashSet<string>(content.FilesOf(runId), StringComparer.Ordinal);
        var damage = new List<RunDamage>();
        var blobs = Blobs(history, files, damage);
        var sources = Sources(history, files, damage);
        return new RunVerification(runId, history, damage)
        {
            Blobs = blobs,
            Sources = sources,
            Ledger = ledger,
        };
    }

    private LedgerEntry? LastLine(string runId) =>
        Ledger.Of(runId, content.LedgerOf(runId)) is { Count: > 0 } lines ? lines[^1] : null;

    private static RunDamage Gone(LedgerEntry ledger) =>
        new(
            "ledger.jsonl",
            0,
            ledger.Seq,
            $"the directory of run {ledger.RunId}, closed as {ledger.Status} and never pruned",
            "Restore it from a backup."
        );

    private int Blobs(RunHistory history, HashSet<string> files, List<RunDamage> damage)
    {
        var good = new HashSet<string>();
        foreach (var record in history.Records)
        foreach (var name in Named(record, isSource: false))
            if (
                !good.Contains(name)
                && Check(history, files, new Wanted("blobs/" + name, name, record.Seq), damage)
            )
                good.Add(name);
        return good.Count;
    }

    private int Sources(RunHistory history, HashSet<string> files, List<RunDamage> damage)
    {
        var good = new HashSet<string>();
        foreach (var record in history.Records)
        foreach (var name in Named(record, isSource: true))
            if (
                name.Length > 17
                && !good.Contains(name)
                && Check(
                    history,
                    files,
                    new Wanted("script/" + name, "sha256-" + name[..16], record.Seq),
                    damage
                )
            )
                good.Add(name);
        return good.Count;
    }

    private sealed record Wanted(string File, string Hash, long Record);

    private bool Check(RunHistory history, HashSet<string> files, Wanted wanted, List<RunDamage> damage)
    {
        var expected =
            !files.Contains(wanted.File) ? $"the file that record {wanted.Record} names; it is missing"
            : !RunFiles
                .NameOf(content.ReadFile(history.RunId, wanted.File))
                .StartsWith(wanted.Hash, StringComparison.Ordinal)
                ? $"the content that record {wanted.Record} names by its hash"
            : null;
        if (expected is null)
            return true;
        var path = Path.Combine(history.Location, wanted.File);
        damage.Add(
            new RunDamage(path, 0, 0, expected, "Restore this file from a backup: its name is its hash.")
        );
        return false;
    }

    // A field of a body whose name is or ends in "blob" names a large value; the values of the object
    // "sources" name archived sources.
    private static List<string> Named(JournalRecord record, bool isSource)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(record.Body.Span);
        while (!record.Body.IsEmpty && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            var isBlob = reader.ValueSpan.EndsWith("lob"u8) && !isSource;
            var isSources = reader.ValueTextEquals("sources"u8) && isSource;
            reader.Read();
            if (
                isBlob
                && reader.TokenType == JsonTokenType.String
                && reader.ValueSpan.StartsWith("sha256-"u8)
            )
                names.Add(reader.GetString()!);
            else if (isSources && reader.TokenType == JsonTokenType.StartObject)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                    if (reader.TokenType == JsonTokenType.String)
                        names.Add(reader.GetString()!);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                reader.Skip();
        }
        return names;
    }
}
