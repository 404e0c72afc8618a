using RunbookDsl.Journal;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>What must hold of the journal of a run that was killed as often as one likes.</summary>
internal static class JournalInvariants
{
    /// <summary>
    /// A second intent of a step only after a probe, a decision or a known failure; no second good outcome;
    /// an outcome never without an intent, unless nothing was done.
    /// </summary>
    /// <param name="history">The run.</param>
    /// <param name="readOnly">Steps that only look, beside the kinds known here.</param>
    public static void Check(RunHistory history, params string[] readOnly)
    {
        var open = new Dictionary<string, string>();
        var ended = new HashSet<string>();
        foreach (var record in history.Records)
        {
            if (record.Step is not { } step)
                continue;
            var at = $"line {record.Seq} of {history.RunId}: {record.Type} of {step}";
            switch (record.Type)
            {
                case RecordTypes.StepIntent:
                    Assert.That(ended, Does.Not.Contain(step), $"{at}: begun again after its outcome");
                    var isReadOnly = !IsMutating(record) || readOnly.Contains(step);
                    Assert.That(
                        isReadOnly || open.GetValueOrDefault(step) != "begun",
                        $"{at}: begun again without a look"
                    );
                    open[step] = "begun";
                    break;
                case RecordTypes.StepProbe or RecordTypes.StepResolved:
                    open[step] = "looked";
                    break;
                case RecordTypes.StepOutcome when IsGood(record):
                    Assert.That(ended.Add(step), $"{at}: a second outcome");
                    break;
                case RecordTypes.StepOutcome:
                    open[step] = "failed";
                    break;
            }
        }
    }

    private static bool IsGood(JournalRecord record) =>
        Text(record) is var text
        && !text.Contains("\"as\":\"failed\"")
        && !text.Contains("\"as\":\"unknown\"");

    // The kinds of the two runbooks that only look; everything else changes something.
    private static bool IsMutating(JournalRecord record)
    {
        string[] looks =
        [
            "Pg.Assert",
            "Pg.Check",
            "Pg.Long",
            "Pg.Xmin",
            "Pg.Find",
            "Pg.Verify",
            "Pg.Query",
            "GoNoGo",
        ];
        return !looks.Any(kind => Text(record).Contains($"\"op\":\"{kind}"));
    }

    private static string Text(JournalRecord record) => System.Text.Encoding.UTF8.GetString(record.Body.Span);
}
