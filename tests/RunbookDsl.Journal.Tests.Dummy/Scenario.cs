using System.Text;

namespace RunbookDsl.Journal.Tests.Dummy;

/// <summary>
/// Runs of steps; each acknowledged line is told on standard output at once, as the oracle.
/// </summary>
internal static class Scenario
{
    internal static void Write(string home, string runId, int steps)
    {
        using var journal = Store(home)
            .Create(new RunIdentity(runId, "Torture"), Record(RecordTypes.RunOpened, null));
        Say("acked 1");
        Steps(journal, steps);
    }

    internal static void Resume(string home, string runId, int steps)
    {
        var seq = 0L;
        using var journal = Store(home)
            .Resume(
                runId,
                history =>
                {
                    seq = history.Records.Count + 1;
                    return Record(RecordTypes.RunResumed, null);
                }
            );
        Say($"acked {seq}");
        Steps(journal, steps);
        var closed = Record(RecordTypes.RunClosed, null);
        journal.Close(closed, "done");
        Say($"acked {closed.Seq}");
        Say($"anchored {closed.Seq}");
    }

    internal static void Hold(string home, string runId)
    {
        using var journal = Store(home)
            .Create(new RunIdentity(runId, "Held"), Record(RecordTypes.RunOpened, null));
        Say("held");
        Console.In.ReadLine();
    }

    internal static void Poison(string home, string runId)
    {
        using var journal = Store(home)
            .Create(new RunIdentity(runId, "Poisoned"), Record(RecordTypes.RunOpened, null));
        journal.Append(Record(RecordTypes.StepIntent, "a"));
        var first = Failure(journal.Commit);
        Say("Commit: " + Same(first, Failure(journal.Commit)));
        Say("Append: " + Same(first, Failure(() => journal.Append(Record(RecordTypes.StepIntent, "b")))));
        Say(
            "Close: " + Same(first, Failure(() => journal.Close(Record(RecordTypes.RunClosed, null), "done")))
        );
    }

    internal static void Say(string line, bool error = false)
    {
        using var to = error ? Console.OpenStandardError() : Console.OpenStandardOutput();
        to.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    private static string Same(JournalException? first, JournalException? later) =>
        first is not null && ReferenceEquals(first, later) ? "same" : "different: " + later?.Message;

    private static JournalException? Failure(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (JournalException e)
        {
            return e;
        }
    }

    private static void Steps(IJournal journal, int steps)
    {
        for (var i = 1; i <= steps; i++)
        {
            var intent = journal.Append(Record(RecordTypes.StepIntent, $"step-{i}"));
            journal.Commit();
            Say($"acked {intent}");
            var outcome = journal.Append(Record(RecordTypes.StepOutcome, $"step-{i}"));
            journal.Commit();
            Say($"acked {outcome}");
        }
    }

    private static JournalRecord Record(string type, string? step) =>
        new()
        {
            Type = type,
            Step = step,
            Attempt = step is null ? 0 : 1,
            Body = """{"what":"the body of a record of usual length, more or less"}"""u8.ToArray(),
        };

    private static FileJournalStore Store(string home) =>
        new(home, TimeProvider.System, Owner.OfThisProcess("dummy", TimeProvider.System));
}
