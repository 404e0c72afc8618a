using System.Text;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Keeps an outcome that the journal could not take: the effect has happened, and nobody else knows.
/// </summary>
internal sealed class OutcomeSpill(RunScope scope, PlannedStep step)
{
    private const int MostPrinted = 2000;

    /// <summary>Prints it, keeps it on another file system, and says how it gets back into the run.</summary>
    public OutcomeSpilledException Keep(JournalRecord record, JournalException cause)
    {
        var run = scope.Journal.RunId;
        var outcome = new SpilledOutcome(
            run,
            record.Type,
            step.Id,
            record.Attempt,
            scope.Journal.Head,
            record.Body
        )
        {
            At = scope.Now,
            Operator = scope.Services.Operator,
            Journal = scope.Journal.Location,
        };
        var file = scope.Services.Spill.Keep(outcome, scope.Journal.Location);
        var what = record.Type == RecordTypes.UndoOutcome ? "undo of " : "";
        var message =
            $"The outcome of the {what}step '{step.Id}' could not be journaled, so the journal does not know "
            + $"what happened: {Sentence.Of(cause.Message)} "
            + (file is null ? Lost(record, run) : Kept(run, file))
            + $" The outcome: {Printed(record, isWhole: file is null)}";
        scope.Emit(RunEventKind.Note, step, message);
        return new OutcomeSpilledException(message, cause, file);
    }

    private string Kept(string run, string file) =>
        $"It is kept in {file}. Before you resume: `runbook resolve {run} {step.Id} --from-spill "
        + $"{file}{scope.Services.CommandSuffix}`.";

    private string Lost(JournalRecord record, string run)
    {
        var places = string.Join(", ", scope.Services.Spill.Folders);
        var how = record.Type == RecordTypes.UndoOutcome ? "--undone" : "--done --result JSON";
        return $"No other place took it ({(places.Length == 0 ? "none is known" : places)}): note it down. "
            + $"Before you resume: `runbook resolve {run} {step.Id} {how} --reason "
            + $"\"…\"{scope.Services.CommandSuffix}`.";
    }

    private static string Printed(JournalRecord record, bool isWhole)
    {
        var text = Encoding.UTF8.GetString(record.Body.Span);
        return isWhole || text.Length <= MostPrinted
            ? text
            : $"{text[..MostPrinted]}… ({text.Length} characters, whole in the file)";
    }
}
