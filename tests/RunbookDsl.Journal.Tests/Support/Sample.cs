using System.Text;

namespace RunbookDsl.Journal.Tests;

/// <summary>Records as an engine writes them.</summary>
internal static class Sample
{
    internal const string RunId = "20260102-030405-k3f9";

    internal static readonly RunIdentity Run = new(RunId, "Database \"maintenance\" – März");

    internal static readonly Owner Owner = new("alice", "db1", 4711, 123456, "b00t", FixedClock.Instant);

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

    internal static JournalRecord Opened =>
        Record(RecordTypes.RunOpened, body: """{"plan":"abc","params":{"db":"orders"}}""");

    internal static JournalRecord Resumed => Record(RecordTypes.RunResumed, body: """{"by":"bob"}""");

    internal static JournalRecord Closed => Record(RecordTypes.RunClosed, body: """{"status":"done"}""");

    internal static JournalRecord Intent(string step, int attempt = 1) =>
        Record(RecordTypes.StepIntent, step, attempt, """{"key":"k-1"}""");

    internal static JournalRecord Outcome(string step, int attempt = 1) =>
        Record(RecordTypes.StepOutcome, step, attempt, """{"ok":true,"output":{"bytes":123}}""");

    internal static JournalRecord Verified(string step) => Record(RecordTypes.StepVerified, step, 1);

    /// <summary>A run of two steps, left open.</summary>
    internal static void WriteOpenRun(FileJournalStore store)
    {
        using var journal = store.Create(Run, Opened);
        foreach (var step in new[] { "backup/dump[db=orders]", "vacuum" })
        {
            journal.Append(Intent(step));
            journal.Commit();
            journal.Append(Outcome(step));
            journal.Commit();
            journal.Append(Verified(step));
        }
        journal.Commit();
    }
}
