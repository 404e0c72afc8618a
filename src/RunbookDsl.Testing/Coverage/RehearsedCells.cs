using RunbookDsl.Journal;

namespace RunbookDsl.Testing;

/// <summary>What happened in any of the rehearsals.</summary>
internal sealed class RehearsedCells
{
    private readonly IReadOnlyList<RehearsalResult> _results;
    private readonly HashSet<(string Step, string What)> _records = [];
    private readonly HashSet<string> _asks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changes = new(StringComparer.Ordinal);
    private readonly List<string> _said = [];

    public RehearsedCells(IReadOnlyList<RehearsalResult> results)
    {
        _results = results;
        foreach (var result in results)
        {
            foreach (var record in result.Lives.SelectMany(l => l.Written).Select(w => w.Record))
                Take(record);
            foreach (var record in result.Records)
                Take(record);
            foreach (var e in result.Events)
                Take(e);
            _said.AddRange(result.Lives.Select(l => l.Result?.Message).OfType<string>());
        }
    }

    public bool Ended(string step, string how) => _records.Contains((step, $"outcome {how}"));

    /// <summary>Its probe saw the effect: there before, or of an attempt whose end nobody knew.</summary>
    public bool FoundDone(string step) => Ended(step, "satisfied") || Ended(step, "reconstructed");

    /// <summary>Whether anything in the world can make it fail: it asks the world for something.</summary>
    public bool CanFail(string step) => _asks.Contains(step) || Ended(step, "failed");

    public bool Retried(string step) => _records.Contains((step, "retried"));

    public bool Began(string step) => _records.Contains((step, "begun")) || Ended(step, "satisfied");

    public bool Skipped(string step) => _records.Contains((step, "skipped"));

    public bool TimedOut(string step) =>
        Ended(step, "unknown") || _records.Contains((step, $"{FaultKind.Hang}"));

    public bool Changes(string step) => _changes.Contains(step);

    public bool Decided(string step, int number, bool value) =>
        _records.Contains((step, FormattableString.Invariant($"decided {number} {value}")));

    public bool Undone(string step, bool isWell) =>
        _records.Contains((step, isWell ? "undo ok" : "undo failed"));

    public bool Asks(string step) => _results.Any(r => r.Asked.Any(a => a.StepId == step));

    public bool Asked(string step, string question) =>
        _results.Any(r => r.Asked.Any(a => a.StepId == step && a.Question.Text == question));

    public bool SaidNo(string step) =>
        _records.Contains((step, "no"))
        || _results.Any(r => r.Asked.Any(a => a.StepId == step && a.Answer is { Yes: false }));

    public bool Refused(string step, string guard) =>
        _said.Any(m => m.Contains($"The guard \"{guard}\" of '{step}' refused", StringComparison.Ordinal));

    public bool RefusedReturn(string step) =>
        _said.Any(m => m.Contains($"'{step}' is a point of no return", StringComparison.Ordinal));

    /// <summary>The process was ended there, and another one has brought the run somewhere.</summary>
    public bool Resumed(string step, CrashMoment moment) =>
        _results.Any(r =>
            r.Scenario.Crash is { IsUndo: false } crash
            && crash.Step == step
            && crash.Moment == moment
            && r.Lives.SkipWhile(l => l.End is null).Any(l => l.Result is not null)
        );

    private void Take(WorldEvent e)
    {
        if (e.Call.Step is not { } step)
            return;
        _asks.Add(step);
        if (e.Call.IsChange)
            _changes.Add(step);
        if (e.Fault is { } fault)
            _records.Add((step, $"{fault.Kind}"));
    }

    private void Take(JournalRecord record)
    {
        if (record.Step is not { } step)
            return;
        var body = new RecordBody(record);
        foreach (var what in Words(record.Type, body))
            _records.Add((step, what));
    }

    private static IEnumerable<string> Words(string type, RecordBody body) =>
        type switch
        {
            RecordTypes.StepOutcome => [$"outcome {body.Text("as")}"],
            RecordTypes.StepIntent => body.Number("try") > 1 ? ["begun", "retried"] : ["begun"],
            RecordTypes.Decision =>
            [
                FormattableString.Invariant($"decided {body.Number("n")} {body.Is("value")}"),
                body.Is("value") ? "wanted" : "skipped",
            ],
            RecordTypes.SignalReceived when !body.Is("yes") => ["no"],
            RecordTypes.StepResolved when body.Text("as") == "skip" => ["skipped"],
            RecordTypes.UndoOutcome => body.Text("as") switch
            {
                "ok" or "reconstructed" => ["undo ok"],
                "failed" or "unknown" => ["undo failed"],
                _ => [],
            },
            _ => [],
        };
}
