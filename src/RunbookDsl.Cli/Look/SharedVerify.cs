using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// Verifies runs of a database: reading checks every line, every column beside it, and the head that the
/// run's row names.
/// </summary>
internal static class SharedVerify
{
    public static int Run(Invocation invocation, Session session)
    {
        var store = session.Store(invocation);
        List<RunListing> runs = invocation.Has("--all")
            ? [.. store.List()]
            : [One(store, store.FindRun(invocation.Argument(0) ?? "latest"))];
        if (invocation.Has("--json"))
            PrintJson(session, runs, invocation.Has("--all"));
        else
            foreach (var run in runs)
                if (run.Error is { } error)
                    session.Errors.Line($"runbook: {error.Message}");
                else
                    session.Out.Write(Text(run.History!));
        return runs.TrueForAll(r => r.Error is null) ? ExitCodes.Done : ExitCodes.Journal;
    }

    private static RunListing One(IJournalStore store, string runId)
    {
        try
        {
            var history = store.Read(runId);
            return new RunListing(runId, history.Location, history, null);
        }
        catch (JournalCorruptException e)
        {
            return new RunListing(runId, "", null, e);
        }
    }

    private static string Text(RunHistory history) =>
        $"Run {history.RunId}: the journal is intact: {history.Records.Count} records in {history.Epoch} "
        + $"segment{(history.Epoch == 1 ? "" : "s")}, head {history.HeadHash}"
        + $"{(history.Anchored ? ", closed with it" : "")}.\n";

    private static void PrintJson(Session session, List<RunListing> runs, bool isAll) =>
        RunJson.Print(
            session.Out,
            w =>
            {
                if (isAll)
                    w.WriteStartArray();
                foreach (var run in runs)
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.RunId);
                    w.WriteBoolean("intact", run.Error is null);
                    if (run.History is { } history)
                    {
                        w.WriteNumber("records", history.Records.Count);
                        w.WriteNumber("segments", history.Epoch);
                        w.WriteString("headHash", history.HeadHash);
                        w.WriteBoolean("anchored", history.Anchored);
                    }
                    else
                        w.WriteString("damage", run.Error!.Message);
                    w.WriteEndObject();
                }
                if (isAll)
                    w.WriteEndArray();
            }
        );
}
