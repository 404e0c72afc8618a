using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook verify --all</c>: every run, the ledger's own chain, and runs that should be there.
/// </summary>
internal static class VerifyAll
{
    public static int Run(
        Invocation invocation,
        Session session,
        FileJournalStore store,
        RunVerifier verifier
    )
    {
        var ledger = Ledger(store, out var wrong);
        var runs = new List<RunVerification>();
        foreach (var id in Known(store, ledger))
            runs.Add(Verified(verifier, id));
        wrong.AddRange(store.MissingOpenRuns());
        var damaged = runs.FindAll(r => !r.IsIntact).Count;
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteBoolean("intact", damaged + wrong.Count == 0);
                    w.WriteNumber("ledgerLines", ledger.Count);
                    w.WriteStartArray("runs");
                    foreach (var run in runs)
                        VerifyCommand.Write(w, run);
                    w.WriteEndArray();
                    VerifyCommand.Write(w, wrong);
                    w.WriteEndObject();
                }
            );
        else
            Print(session, runs, wrong, ledger.Count);
        return damaged + wrong.Count == 0 ? ExitCodes.Done : ExitCodes.Journal;
    }

    private static void Print(Session session, List<RunVerification> runs, List<RunDamage> wrong, int lines)
    {
        var intact = 0;
        foreach (var run in runs)
        {
            intact += run.IsIntact ? 1 : 0;
            foreach (var damage in run.Damage)
                session.Errors.Line($"runbook: {damage}");
        }
        foreach (var damage in wrong)
            session.Errors.Line($"runbook: {damage}");
        session.Out.Line(
            $"{intact} of {runs.Count} runs are intact; "
                + (
                    wrong.Count == 0
                        ? $"the ledger's {lines} {(lines == 1 ? "line follows" : "lines follow")} from "
                            + "one another."
                        : $"{wrong.Count} {(wrong.Count == 1 ? "thing is" : "things are")} wrong beside them."
                )
        );
    }

    private static IReadOnlyList<LedgerEntry> Ledger(FileJournalStore store, out List<RunDamage> wrong)
    {
        wrong = [];
        try
        {
            return store.ReadLedger();
        }
        catch (JournalCorruptException e)
        {
            wrong.Add(new RunDamage(e.File, e.Line, e.Seq, e.Expected, e.Next));
            return [];
        }
    }

    private static SortedSet<string> Known(FileJournalStore store, IReadOnlyList<LedgerEntry> ledger)
    {
        var ids = new SortedSet<string>(store.RunIds(), StringComparer.Ordinal);
        foreach (var line in ledger)
            ids.Add(line.RunId);
        return ids;
    }

    private static RunVerification Verified(RunVerifier verifier, string id)
    {
        try
        {
            return verifier.Verify(id);
        }
        catch (JournalException e)
        {
            const string Next = "Make it readable, or restore it from a backup.";
            return new RunVerification(
                id,
                null,
                [new RunDamage(id, 0, 0, $"a run that can be read ({e.Message})", Next)]
            );
        }
    }
}
