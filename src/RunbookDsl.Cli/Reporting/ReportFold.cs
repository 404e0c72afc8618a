using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>Reads a journal for a report: decisions, deviations, and what was off for how long.</summary>
internal sealed class ReportFold
{
    private readonly Dictionary<string, string> _operations = [];
    private readonly Dictionary<string, int> _off = [];

    public List<Decision> Decisions { get; } = [];

    public List<Deviation> Deviations { get; } = [];

    public List<OffTime> Off { get; } = [];

    /// <summary>What each step does, by id.</summary>
    public IReadOnlyDictionary<string, string> Operations => _operations;

    public DateTimeOffset? ClosedAt { get; private set; }

    public void Read(JournalRecord record)
    {
        var fields = new RecordFields(record);
        if (record.Step is { } step)
            OfStep(record, step, fields);
        else
            OfRun(record, fields);
    }

    private static string Word(string status) =>
        Enum.TryParse<RunStatus>(status, out var known) ? StatusNames.Of(known) : status;

    private void OfRun(JournalRecord record, RecordFields fields)
    {
        switch (record.Type)
        {
            case RecordTypes.RunResumed when fields.Text("verb") is { } verb:
                Add(
                    record,
                    null,
                    verb == "undo" ? "taken back" : "gone on with",
                    fields,
                    fields.Text("reason")
                );
                break;
            case RecordTypes.RunPaused when fields.Text("status") is { } status && status != "paused":
                Add(record, null, $"stopped ({Word(status)})", fields, fields.Text("reason"));
                break;
            case RecordTypes.PlanMigrated:
                Add(record, null, "went on with an edited script", fields, fields.Text("reason"));
                break;
            case RecordTypes.RunHandover:
                Add(
                    record,
                    null,
                    $"changed hands ({fields.Text("as") ?? "given"})",
                    fields,
                    fields.Text("reason")
                );
                break;
            case RecordTypes.LockBroken:
                Add(record, null, "lost what it had locked", fields, fields.Text("reason"));
                break;
            case RecordTypes.RunClosed:
                ClosedAt = record.At;
                break;
        }
    }

    private void OfStep(JournalRecord record, string step, RecordFields fields)
    {
        switch (record.Type)
        {
            case RecordTypes.StepIntent:
                _operations[step] = fields.Text("op") ?? "";
                if (fields.Is("temporary") && _off.TryAdd(step, Off.Count))
                    Off.Add(new(step, _operations[step], fields.Time("began") ?? record.At, null));
                break;
            case RecordTypes.StepOutcome:
                End(record, step, fields);
                break;
            case RecordTypes.StepVerified when fields.Text("failed") is { } failed:
                Add(record, step, "did not have the effect that was wanted", fields, failed);
                break;
            case RecordTypes.StepResolved:
                Resolve(record, step, fields);
                break;
            case RecordTypes.UndoOutcome when fields.Text("as") == "ok":
                Back(step, record.At);
                Add(record, step, "taken back", fields, null);
                break;
            case RecordTypes.UndoOutcome:
                Add(record, step, "could not be taken back", fields, fields.Text("error"));
                break;
            case RecordTypes.SignalReceived:
                Decide(record, step, fields);
                break;
        }
    }

    private void End(JournalRecord record, string step, RecordFields fields)
    {
        switch (fields.Text("as"))
        {
            case "failed":
                Add(record, step, "failed", fields, fields.Text("error"));
                break;
            case "unknown":
                Add(record, step, "nobody knew whether it happened", fields, fields.Text("error"));
                break;
            case "satisfied":
                // Found as wanted: it switched nothing off.
                if (_off.Remove(step, out var none))
                    Off[none] = Off[none] with { Until = Off[none].From };
                break;
        }
        if (fields.Text("putsBack") is { } target && fields.Text("as") is not ("failed" or "unknown"))
            Back(target, record.At);
    }

    private void Resolve(JournalRecord record, string step, RecordFields fields)
    {
        var what = fields.Text("as") switch
        {
            "done" => "declared done by hand",
            "rerun" => "ordered to run again",
            "undone" => "declared taken back by hand",
            "skip" => "left out",
            _ => null,
        };
        if (what is null)
            return;
        if (fields.Text("as") == "undone")
            Back(step, record.At);
        if (fields.Text("putsBack") is { } target)
            Back(target, record.At);
        Add(record, step, what, fields, fields.Text("reason"));
    }

    private void Decide(JournalRecord record, string step, RecordFields fields)
    {
        var isBroken = fields.Is("breakGlass");
        var said =
            isBroken ? "went on without approval"
            : fields.Is("yes") ? "yes"
            : "no";
        var question = fields.Text("question") ?? "";
        var by = fields.Text("by") ?? "";
        Decisions.Add(new(fields.Time("at") ?? record.At, step, question, said, by, fields.Text("evidence")));
        if (isBroken)
            Add(record, step, "gone on with without approval (break-glass)", fields, fields.Text("evidence"));
        else if (!fields.Is("yes"))
            Add(record, step, "refused", fields, fields.Text("evidence"));
    }

    private void Back(string step, DateTimeOffset at)
    {
        if (_off.Remove(step, out var position))
            Off[position] = Off[position] with { Until = at };
    }

    private void Add(JournalRecord record, string? step, string what, RecordFields fields, string? why) =>
        Deviations.Add(new(record.At, step, what, fields.Text("by") ?? fields.Text("to"), why));
}
