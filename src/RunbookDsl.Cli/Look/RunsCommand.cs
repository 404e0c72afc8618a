using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary><c>runbook runs</c>: all runs, newest first.</summary>
internal static class RunsCommand
{
    private const int Indent = 2;

    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Argument(0) is { } action)
            return action == "prune"
                ? Task.FromResult(new PruneCommand(invocation, session).Run())
                : throw new UsageException(
                    $"'{action}' is nothing to do with runs: prune is.",
                    invocation.Command
                );
        if (invocation.Has("--older-than") || invocation.Has("--dry-run") || invocation.Has("--keep"))
            throw new UsageException("these options go with `runbook runs prune`.", invocation.Command);
        var store = session.Store(invocation);
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => Write(w, store));
        else
            Print(session, invocation, store);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Print(Session session, Invocation invocation, IJournalStore store)
    {
        var family = new RunFamily();
        foreach (var listing in store.List())
            family.Add(listing, listing.History is { } history ? RunView.Of(store, history) : null);
        foreach (var (listing, run, depth) in family.InOrder())
            session.Out.Line(
                new string(' ', depth * Indent)
                    + (run is null ? $"{listing.RunId}  unreadable     {listing.Error!.Message}" : Line(run))
            );
        if (family.IsEmpty)
            session.Out.Line(
                $"There is no run in {session.PlaceOf(invocation)}. Begin one with `runbook exec FILE`."
            );
    }

    private static string Line(RunView run)
    {
        var off = run.State.StillOff().Count;
        return $"{run.History.RunId}  {run.Status, -13}  {PlainObserver.Time(run.State.StartedAt)}  "
            + $"{run.State.Title}"
            + $"{(run.State.IsSandbox ? "  (sandbox)" : "")}{(off > 0 ? $"  STILL OFF: {off}" : "")}";
    }

    private static void Write(Utf8JsonWriter w, IJournalStore store)
    {
        w.WriteStartArray();
        foreach (var listing in store.List())
        {
            w.WriteStartObject();
            if (listing.History is { } history)
            {
                ShowJson.Head(w, RunView.Of(store, history));
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
