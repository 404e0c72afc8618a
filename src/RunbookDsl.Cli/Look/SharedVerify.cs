using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// Verifies runs of a database: every line, every column beside it, the head that the run's row names, every
/// value and source that a line names.
/// </summary>
internal static class SharedVerify
{
    public static int Run(Invocation invocation, Session session)
    {
        var store = session.Store(invocation);
        var verifier = new RunVerifier(store, session.Content(invocation, store));
        List<RunVerification> runs = invocation.Has("--all")
            ? [.. store.List().Select(r => verifier.Verify(r.RunId))]
            : [verifier.Verify(store.FindRun(invocation.Argument(0) ?? "latest"))];
        if (invocation.Has("--json"))
            PrintJson(session, runs, invocation.Has("--all"));
        else
            foreach (var run in runs)
                if (run.IsIntact)
                    session.Out.Write(Text(run));
                else
                    foreach (var damage in run.Damage)
                        session.Errors.Line($"runbook: {damage}");
        return runs.TrueForAll(r => r.IsIntact) ? ExitCodes.Done : ExitCodes.Journal;
    }

    private static string Text(RunVerification run) =>
        run.History is not { } history
            ? ""
            : $"Run {history.RunId}: the journal is intact: {history.Records.Count} records in {history.Epoch} "
                + $"segment{(history.Epoch == 1 ? "" : "s")}, head {history.HeadHash}"
                + $"{(history.Anchored ? ", closed with it" : "")}.\n"
                + VerifyCommand.Files(run);

    private static void PrintJson(Session session, List<RunVerification> runs, bool isAll) =>
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
                    w.WriteBoolean("intact", run.IsIntact);
                    if (run.History is { } history)
                    {
                        w.WriteNumber("records", history.Records.Count);
                        w.WriteNumber("segments", history.Epoch);
                        w.WriteString("headHash", history.HeadHash);
                        w.WriteBoolean("anchored", history.Anchored);
                    }
                    else
                        w.WriteString("damage", string.Join(" ", run.Damage));
                    w.WriteEndObject();
                }
                if (isAll)
                    w.WriteEndArray();
            }
        );
}
