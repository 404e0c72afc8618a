namespace RunbookDsl.Cli;

/// <summary><c>runbook verify</c>: reads a whole journal and checks its hash chain line by line.</summary>
internal static class VerifyCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        // Reading verifies: what is damaged or edited never comes back from it.
        var run = RunView.Find(session, invocation);
        var history = run.History;
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", history.RunId);
                    w.WriteBoolean("intact", true);
                    w.WriteNumber("records", history.Records.Count);
                    w.WriteNumber("segments", history.Epoch);
                    w.WriteNumber("tornTails", history.TornTails.Count);
                    w.WriteString("headHash", history.HeadHash);
                    w.WriteBoolean("anchored", history.Anchored);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"Run {history.RunId}: the journal is intact: "
                    + $"{history.Records.Count} records in {history.Epoch} "
                    + $"segment{(history.Epoch == 1 ? "" : "s")}, head {history.HeadHash}"
                    + $"{(history.Anchored ? ", anchored in the ledger" : "")}.\n"
                    + Torn(history.TornTails.Count)
            );
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Torn(int count) =>
        count == 0 ? "" : $"{count} interrupted write{(count == 1 ? "" : "s")} as a crash leaves them.\n";
}
