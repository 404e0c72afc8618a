using RunbookDsl.Journal;
using RunState = RunbookDsl.Engine.RunState;

namespace RunbookDsl.Testing;

/// <summary>Reads the trails of all steps from a journal.</summary>
internal static class StepTrails
{
    /// <summary>Steps that left a trace, in the order of their first record.</summary>
    public static IReadOnlyList<StepTrail> Of(IReadOnlyList<JournalRecord> records, RunState state) =>
        [.. records.Where(r => r.Step is not null).GroupBy(r => r.Step!).Select(g => Of([.. g], state))];

    private static StepTrail Of(JournalRecord[] records, RunState state)
    {
        var step = state.Step(records[0].Step!);
        return new StepTrail(step.Id, StepTrail.Word(step))
        {
            Attempts = step.Attempts,
            Failures = Failures(records),
            Answers = [.. records.Where(r => r.Type == RecordTypes.SignalReceived).Select(Answer)],
            Before = step.Before?.Values ?? [],
            Evidence = step.Evidence,
            Result = step.Result,
            Reason = step.Reason,
            SkippedFor = Skip(records),
        };
    }

    private static PreparedAnswer Answer(JournalRecord record)
    {
        var body = new RecordBody(record);
        var evidence = body.Text("evidence");
        return new PreparedAnswer(
            body.Text("question"),
            body.Is("yes"),
            body.Text("by"),
            evidence.Length == 0 ? null : evidence
        );
    }

    private static string? Skip(JournalRecord[] records)
    {
        foreach (var record in records)
            if (
                record.Type == RecordTypes.StepResolved
                && new RecordBody(record) is var body
                && body.Text("as") == "skip"
            )
                return body.Text("reason");
        return null;
    }

    private static List<AttemptFailure> Failures(JournalRecord[] records)
    {
        var failures = new List<AttemptFailure>();
        JournalRecord? open = null;
        foreach (var record in records)
        {
            var isLater = open is not null && record.Epoch > open.Epoch;
            var body = new RecordBody(record);
            if (record.Type == RecordTypes.StepIntent)
            {
                if (isLater)
                    failures.Add(AttemptFailure.CutBefore);
                open = record;
            }
            else if (open is null)
                continue;
            else if (record.Type is RecordTypes.StepOutcome or RecordTypes.StepResolved)
            {
                if (Ended(body.Text("as"), isLater) is { } failure)
                    failures.Add(failure);
                open = null;
            }
        }
        if (open is not null)
            failures.Add(AttemptFailure.CutBefore);
        return failures;
    }

    private static AttemptFailure? Ended(string how, bool isLater) =>
        how switch
        {
            "failed" => AttemptFailure.Failed,
            "unknown" => AttemptFailure.Unknown,
            "rerun" or "not-begun" or "skip" => AttemptFailure.CutBefore,
            _ => isLater ? AttemptFailure.CutAfter : null,
        };
}
