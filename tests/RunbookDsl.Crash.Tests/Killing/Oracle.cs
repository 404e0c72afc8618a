using System.Text.Json;
using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Runbooks.Tests;

namespace RunbookDsl.Crash.Tests;

/// <summary>
/// What must hold of a journal and of the world after each crash (I1 to I7 of the failure table), given what
/// the same run leaves when nothing interrupts it.
/// </summary>
internal sealed class Oracle(Case clean)
{
    // These two declare that a second run does no harm; they may run twice, with the same key.
    private static readonly string[] MayRepeat = ["note", "long"];

    private readonly IReadOnlyList<Effect> _effects = clean.Log();
    private readonly Dictionary<string, string> _results = Results(clean.Read());
    private readonly RunStatus? _status = StateFold.Of(clean.Read()).Status;

    /// <summary>Whether all commands were of this process, so that owners cannot be told apart.</summary>
    public bool IsInProcess { get; init; }

    /// <summary>
    /// Right after the crash, before anybody acts: the chain holds, no effect without an intent.
    /// </summary>
    public static void AfterCrash(Case at)
    {
        if (at.RunId is null)
        {
            Assert.That(at.Log(), Is.Empty, "an effect without a run");
            return;
        }
        var history = at.Read();
        foreach (var effect in at.Log())
            Assert.That(
                history.Records.Any(r => IsIntentOf(r, effect)),
                $"{effect} of {effect.Step} has no durable intent"
            );
        // One step at a time: only the effect that happened last may still be without its outcome.
        foreach (var effect in at.Log().Where(e => e.Step != at.Log()[^1].Step))
            Assert.That(
                history.Records.Any(r => IsOutcomeOf(r, effect)),
                $"{effect} of {effect.Step} has no durable outcome, and something was done after it"
            );
    }

    /// <summary>When the run is closed: every effect happened exactly once, every doubt was told.</summary>
    public void AtEnd(Case at)
    {
        var history = at.Read();
        JournalInvariants.Check(history, "look");
        CheckDoubts(history);
        if (!IsInProcess)
            CheckOwners(at, history);
        CheckEffects(at, history);
        Assert.That(at.Store().VerifyLedger(), Is.LessThanOrEqualTo(1));
        var state = StateFold.Of(history);
        Assert.That(state.Status, Is.EqualTo(_status));
        Assert.That(state.RestoreList(), Is.Empty);
        if (_status == RunStatus.Done)
            Assert.That(Results(history), Is.EqualTo(_results), "outputs of an uninterrupted run");
    }

    /// <summary>
    /// When a run that was interrupted anywhere has been taken back: nothing is left but what has no undo.
    /// </summary>
    public static void AtEndTakenBack(Case at)
    {
        var history = at.Read();
        JournalInvariants.Check(history, "look");
        CheckDoubts(history);
        CheckOwners(at, history);
        Assert.That(StateFold.Of(history).Status, Is.EqualTo(RunStatus.RolledBack));
        Assert.That(Picture(at.Log()).Keys, Is.SubsetOf(["mail"]), "what is left");
        foreach (var step in at.Log().GroupBy(e => e.Step).Where(g => !MayRepeat.Contains(g.Key)))
        {
            var seen = string.Join(' ', step.Select(e => e.Value is null ? "back" : "done"));
            string[] allowed = step.Key switch
            {
                "mail" => ["done"],
                "page" => ["done back", "done back back"],
                _ => ["done back"],
            };
            Assert.That(allowed, Does.Contain(seen), $"effects of {step.Key}");
        }
    }

    /// <summary>The world as it is now: every name with its last value.</summary>
    public static SortedDictionary<string, string> Picture(IEnumerable<Effect> log)
    {
        var picture = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var effect in log)
            if (effect.Value is null)
                picture.Remove(effect.Name);
            else
                picture[effect.Name] = effect.Value;
        return picture;
    }

    private void CheckEffects(Case at, RunHistory history)
    {
        var log = at.Log();
        Assert.That(Picture(log), Is.EqualTo(Picture(_effects)), "the world at the end");
        Assert.That(
            log.Where(e => !MayRepeat.Contains(e.Step)).Select(e => e.ToString()),
            Is.EquivalentTo(_effects.Where(e => !MayRepeat.Contains(e.Step)).Select(e => e.ToString())),
            "effects"
        );
        foreach (var step in log.GroupBy(e => (e.Step, IsUndo: e.Value is null)))
        {
            Assert.That(step.Select(e => e.Key).Distinct().Count(), Is.EqualTo(1), $"keys of {step.Key}");
            var intents = history.Records.Count(r => IsIntentOf(r, step.First()));
            Assert.That(step.Count(), Is.LessThanOrEqualTo(intents), $"effects and intents of {step.Key}");
        }
    }

    // An intent that the next process found without an outcome must have been looked at or decided.
    private static void CheckDoubts(RunHistory history)
    {
        var open = new Dictionary<string, JournalRecord>();
        foreach (var record in history.Records)
        {
            // To put back twice what was captured once does no harm, so the undo passes over that doubt.
            if (record.Step is not { } step || step == "look" || IsUndoOfPutBack(record))
                continue;
            if (open.TryGetValue(step, out var intent) && intent.Epoch < record.Epoch)
                Assert.That(
                    record.Type,
                    Is.EqualTo(RecordTypes.StepProbe)
                        .Or.EqualTo(RecordTypes.StepResolved)
                        .Or.EqualTo(RecordTypes.UndoProbe),
                    $"the doubt about {step} (line {intent.Seq}) was passed over in silence"
                );
            if (record.Type is RecordTypes.StepIntent or RecordTypes.UndoIntent)
                open[step] = record;
            else
                open.Remove(step);
        }
    }

    // Each epoch is one segment of one process, and processes do not come back.
    private static void CheckOwners(Case at, RunHistory history)
    {
        var segments = Directory
            .GetFiles(Path.Combine(at.Home, "runs", at.RunId!), "*.jsonl")
            .Order()
            .ToList();
        Assert.That(history.Epoch, Is.EqualTo(segments.Count));
        var owners = segments.ConvertAll(s =>
        {
            using var first = JsonDocument.Parse(File.ReadLines(s).First());
            var by = first.RootElement.GetProperty("segment").GetProperty("by");
            return (by.GetProperty("pid").GetInt32(), by.GetProperty("pid_start").GetInt64());
        });
        Assert.That(owners, Is.Unique, "an epoch of two processes");
    }

    private static bool IsUndoOfPutBack(JournalRecord record) =>
        record.Type == RecordTypes.UndoOutcome
        && record.Step!.StartsWith("put-back/", StringComparison.Ordinal);

    // What the world did is put back by a step of its own name.
    private static bool IsIntentOf(JournalRecord record, Effect effect) =>
        effect.Value is null
            ? (record.Type == RecordTypes.UndoIntent && record.Step == effect.Step)
                || (record.Type == RecordTypes.StepIntent && record.Step == "put-back/" + effect.Step)
            : record.Type == RecordTypes.StepIntent && record.Step == effect.Step;

    private static bool IsOutcomeOf(JournalRecord record, Effect effect) =>
        effect.Value is null
            ? (record.Type == RecordTypes.UndoOutcome && record.Step == effect.Step)
                || (record.Type == RecordTypes.StepOutcome && record.Step == "put-back/" + effect.Step)
            : record.Type is RecordTypes.StepOutcome or RecordTypes.StepResolved
                && record.Step == effect.Step;

    private static Dictionary<string, string> Results(RunHistory history)
    {
        var results = new Dictionary<string, string>();
        foreach (var record in history.Records)
        {
            if (record.Step is not { } step || record.Body.IsEmpty)
                continue;
            using var body = JsonDocument.Parse(record.Body);
            foreach (var name in new[] { "result", "resultBlob" })
                if (body.RootElement.TryGetProperty(name, out var value))
                    results[step] = value.GetRawText();
        }
        return results;
    }
}
