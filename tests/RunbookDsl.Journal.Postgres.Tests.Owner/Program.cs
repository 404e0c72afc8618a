using RunbookDsl.Journal;
using RunbookDsl.Journal.Postgres;

// An owner that is stopped and goes on without knowing. For each run id of its input it appends until it is
// refused, and tells each record that was acknowledged.
var options = new PostgresJournalOptions(JournalAddress.Parse(args[0]), args[1])
{
    Lease = TimeSpan.FromMilliseconds(250),
    Renewal = TimeSpan.FromMilliseconds(50),
};
var clock = TimeProvider.System;
var store = new PostgresJournalStore(options, clock, Owner.OfThisProcess("alice", clock));
while (Console.ReadLine() is { } runId)
{
    using var journal = store.Create(
        new RunIdentity(runId, "stopped"),
        new JournalRecord { Type = RecordTypes.RunOpened }
    );
    try
    {
        for (var n = 1; ; n++)
        {
            var record = new JournalRecord
            {
                Type = RecordTypes.TimerFired,
                Step = "alice",
                Attempt = n,
            };
            journal.Append(record);
            journal.Commit();
            Console.WriteLine($"acked {record.Seq}");
        }
    }
    catch (JournalException e)
    {
        Console.WriteLine($"refused {e.Message}");
    }
}
