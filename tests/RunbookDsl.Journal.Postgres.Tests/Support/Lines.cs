using System.Text;

namespace RunbookDsl.Journal.Postgres.Tests;

/// <summary>Records as an engine writes them.</summary>
internal static class Lines
{
    internal static JournalRecord Record(
        string type,
        string? step = null,
        int attempt = 0,
        string? body = null
    ) =>
        new()
        {
            Type = type,
            Step = step,
            Attempt = attempt,
            Body = body is null ? default : Encoding.UTF8.GetBytes(body),
        };

    internal static JournalRecord Opened => Record(RecordTypes.RunOpened, body: """{"script":"/x.csx"}""");

    internal static JournalRecord Resumed => Record(RecordTypes.RunResumed, body: """{"operator":"bob"}""");

    internal static JournalRecord Paused => Record(RecordTypes.RunPaused, body: """{"status":"held"}""");

    internal static JournalRecord Closed => Record(RecordTypes.RunClosed, body: """{"status":"Done"}""");

    internal static JournalRecord Intent(string step) =>
        Record(RecordTypes.StepIntent, step, 1, """{"op":"x"}""");

    internal static JournalRecord Outcome(string step) =>
        Record(RecordTypes.StepOutcome, step, 1, """{"as":"ok","result":{"bytes":123}}""");

    internal static JournalRecord Verified(string step) => Record(RecordTypes.StepVerified, step, 1);

    internal static void Step(this IJournal journal, string step)
    {
        journal.Put(Intent(step));
        journal.Put(Outcome(step));
    }

    internal static void Put(this IJournal journal, JournalRecord record)
    {
        journal.Append(record);
        journal.Commit();
    }
}
