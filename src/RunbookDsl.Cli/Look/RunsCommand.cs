using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary><c>runbook runs</c>: all runs, newest first.</summary>
internal static class RunsCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var listings = session.Store(invocation).List();
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => Write(w, listings));
        else
            Print(session, invocation, listings);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Print(Session session, Invocation invocation, IEnumerable<RunListing> listings)
    {
        var count = 0;
        foreach (var listing in listings)
        {
            count++;
            session.Out.Line(
                listing.History is { } history
                    ? Line(new RunView(history))
                    : $"{listing.RunId}  unreadable     {listing.Error!.Message}"
            );
        }
        if (count == 0)
            session.Out.Line(
                $"There is no run in {session.PlaceOf(invocation)}. Begin one with `runbook exec FILE`."
            );
    }

    private static string Line(RunView run)
    {
        var off = run.State.RestoreList().Count;
        return $"{run.History.RunId}  {run.Status, -13}  {PlainObserver.Time(run.State.StartedAt)}  "
            + $"{run.State.Title}"
            + $"{(run.State.IsSandbox ? "  (sandbox)" : "")}{(off > 0 ? $"  STILL OFF: {off}" : "")}";
    }

    private static void Write(Utf8JsonWriter w, IEnumerable<RunListing> listings)
    {
        w.WriteStartArray();
        foreach (var listing in listings)
        {
            w.WriteStartObject();
            if (listing.History is { } history)
            {
                ShowJson.Head(w, new RunView(history));
            }
            else
            {
                w.WriteString("id", listing.RunId);
                w.WriteNull("runbook");
                w.WriteString("status", "unreadable");
                w.WriteNull("startedAt");
                w.WriteString("journal", listing.Location);
                w.WriteString("error", listing.Error!.Message);
            }
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }
}
