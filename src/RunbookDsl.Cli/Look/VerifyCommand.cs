using System.Text.Json;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook verify</c>: checks the chain of a run, what anchors it, and every file its records name; with
/// <c>--all</c> those of every run, and the ledger.
/// </summary>
internal static class VerifyCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (session.IsShared(invocation))
            return Task.FromResult(SharedVerify.Run(invocation, session));
        var store = session.Files(invocation);
        var verifier = new RunVerifier(store, store);
        if (invocation.Has("--all"))
        {
            if (invocation.Argument(0) is not null)
                throw new UsageException("--all verifies every run: leave RUN out.", invocation.Command);
            return Task.FromResult(VerifyAll.Run(invocation, session, store, verifier));
        }
        var run = verifier.Verify(Named(store, invocation.Argument(0)));
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => Write(w, run));
        else if (run.IsIntact)
            session.Out.Write(Text(run));
        else
            foreach (var damage in run.Damage)
                session.Errors.Line($"runbook: {damage}");
        return Task.FromResult(run.IsIntact ? ExitCodes.Done : ExitCodes.Journal);
    }

    /// <summary>A run that is intact, in a sentence or two.</summary>
    public static string Text(RunVerification run)
    {
        if (run.History is not { } history)
            return Pruned(run.Ledger!);
        return $"Run {run.RunId}: the journal is intact: {Counted(history.Records.Count, "record")} in "
            + $"{Counted(history.Epoch, "segment")}, head {history.HeadHash}"
            + $"{(history.Anchored ? ", anchored in the ledger" : "")}.\n"
            + Torn(history.TornTails.Count)
            + Files(run);
    }

    /// <summary>One run's members; the names are stable.</summary>
    public static void Write(Utf8JsonWriter w, RunVerification run)
    {
        w.WriteStartObject();
        w.WriteString("id", run.RunId);
        w.WriteBoolean("intact", run.IsIntact);
        w.WriteBoolean("pruned", run is { IsIntact: true, History: null });
        if (run.History is { } history)
        {
            w.WriteNumber("records", history.Records.Count);
            w.WriteNumber("segments", history.Epoch);
            w.WriteNumber("tornTails", history.TornTails.Count);
            w.WriteString("headHash", history.HeadHash);
            w.WriteBoolean("anchored", history.Anchored);
            w.WriteNumber("blobs", run.Blobs);
            w.WriteNumber("sources", run.Sources);
        }
        Write(w, run.Damage);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, IReadOnlyList<RunDamage> found)
    {
        w.WriteStartArray("damage");
        foreach (var damage in found)
        {
            w.WriteStartObject();
            w.WriteString("file", damage.File);
            w.WriteNumber("line", damage.Line);
            w.WriteNumber("record", damage.Record);
            w.WriteString("expected", damage.Expected);
            w.WriteString("next", damage.Next);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    // A pruned run has no directory any more that a prefix could be looked for among.
    private static string Named(FileJournalStore store, string? name)
    {
        if (RunId.IsValid(name) && store.LedgerOf(name!).Length > 0)
            return name!;
        return store.FindRun(name ?? "latest");
    }

    private static string Pruned(LedgerEntry line) =>
        $"Run {line.RunId} was pruned at {PlainObserver.Time(line.At)}: what is left is its line in the "
        + $"ledger, with {Counted(line.Seq, "record")} and head {line.Head}.\n";

    private static string Torn(int count) =>
        count == 0 ? "" : $"{Counted(count, "interrupted write")} as a crash leaves them.\n";

    /// <summary>The values and sources beside the lines; empty where there are none.</summary>
    public static string Files(RunVerification run) =>
        run.Blobs + run.Sources == 0
            ? ""
            : $"{Counted(run.Blobs, "large value")} and {Counted(run.Sources, "archived source")} agree with "
                + "their hashes.\n";

    private static string Counted(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
