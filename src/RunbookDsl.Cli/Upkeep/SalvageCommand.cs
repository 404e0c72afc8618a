namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook salvage</c>: a new run of what is proved of a damaged one, which stays as it is.
/// </summary>
internal static class SalvageCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var store = session.Files(invocation);
        var run = store.Salvage(store.FindRun(invocation.Argument(0)!));
        var suffix = session.JournalSuffix(invocation);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", run.RunId);
                    w.WriteString("from", run.From);
                    w.WriteNumber("records", run.Records);
                    w.WriteString("journal", run.Location);
                    w.WriteString("closedAs", run.ClosedAs);
                    w.WriteBoolean("losesMany", run.LosesMany);
                    w.WriteStartArray("suspects");
                    foreach (var step in run.Suspects)
                        w.WriteStringValue(step);
                    w.WriteEndArray();
                    w.WriteStartArray("undoSuspects");
                    foreach (var step in run.UndoSuspects)
                        w.WriteStringValue(step);
                    w.WriteEndArray();
                    VerifyCommand.Write(w, [run.Damage]);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(Text(run, suffix));
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Text(Journal.SalvagedRun run, string suffix)
    {
        var doubt =
            run.LosesMany
                ? "Nobody knows how many records are lost: every step that is not known to be done is in "
                    + "doubt."
            : run.Suspects.Count + run.UndoSuspects.Count == 0
                ? "One record is lost: the steps that came next are in doubt."
            : "In doubt, because only unproved records speak of them: "
                + $"{string.Join(", ", run.Suspects.Concat(run.UndoSuspects))}; and the steps that came "
                + "next.";
        return $"Run {run.RunId} has the {run.Records} proved records of run {run.From}, which is as it "
            + "was.\n"
            + (run.ClosedAs is { } status ? $"It is closed ({status}), as the old one was.\n" : doubt + "\n")
            + $"Evidence: {Path.Combine(run.Location, "evidence")}\n"
            + $"Next:    runbook show {run.RunId}{suffix}\n"
            + (run.ClosedAs is null ? $"Next:    runbook resume {run.RunId}{suffix}\n" : "");
    }
}
