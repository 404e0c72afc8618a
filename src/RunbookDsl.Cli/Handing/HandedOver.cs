using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>What the verbs that hand a run over have in common.</summary>
internal static class HandedOver
{
    public static void RefuseFiles(Session session, Invocation invocation, string what)
    {
        if (!session.IsShared(invocation))
            throw new JournalException(
                $"A run whose journal is in files cannot be {what}: {session.HomeOf(invocation)} belongs to one "
                    + "account of this machine, and no other may write there. Whoever has that account just "
                    + "goes on with 'runbook resume'. Between operators and machines, keep the journal in a "
                    + "database: --journal postgres://…"
            );
    }

    public static int TakeOver(
        Session session,
        Invocation invocation,
        string runId,
        Handover handover,
        bool steals
    )
    {
        using var open = OpenRun.Find(session, invocation, steals);
        var services = open.Services with { Observer = new SilentObserver() };
        new RunbookEngine(services).TakeOver(runId, open.Request, handover);
        var next = $"runbook resume {runId}{session.JournalSuffix(invocation)}";
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("id", runId);
                    w.WriteString("owner", session.Settings.Operator);
                    w.WriteString("next", next);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"Run {runId} is {session.Settings.Operator}'s now. Nothing was executed.\nNext:    {next}\n"
            );
        return ExitCodes.Done;
    }
}
