using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>
/// What really happened to one run, over all its processes, in order: the history the invariants are checked
/// against.
/// </summary>
internal sealed class Trace
{
    private readonly Lock _gate = new();
    private readonly List<TraceEvent> _events = [];

    internal IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>Records whose durability was acknowledged or that were found durable, by number.</summary>
    internal List<TraceEvent> Records { get; } = [];

    internal int Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    internal void Add(TraceKind kind, string text, string? step = null)
    {
        lock (_gate)
            _events.Add(new TraceEvent(kind, text, step));
    }

    internal void Add(TraceKind kind, JournalRecord record)
    {
        var line = new TraceEvent(kind, record.Type, record.Step)
        {
            Word = Word(record),
            Place = (record.Seq, record.Epoch),
        };
        lock (_gate)
        {
            _events.Add(line);
            Records.Add(line);
        }
    }

    public override string ToString() => string.Join('\n', _events.Select(e => $"    {e}"));

    private static string Word(JournalRecord record)
    {
        var field = record.Type switch
        {
            RecordTypes.StepOutcome or RecordTypes.UndoOutcome => "as",
            RecordTypes.StepResolved or RecordTypes.UndoResolved => "as",
            RecordTypes.StepProbe or RecordTypes.UndoProbe => "state",
            RecordTypes.Decision => "value",
            RecordTypes.StepVerified or RecordTypes.UndoVerified => "failed",
            RecordTypes.RunPaused or RecordTypes.RunClosed => "status",
            _ => null,
        };
        if (field is null || record.Body.IsEmpty)
            return "";
        using var document = JsonDocument.Parse(record.Body);
        return document.RootElement.TryGetProperty(field, out var value) ? value.ToString() : "";
    }
}
