using System.Runtime.CompilerServices;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary><c>runbook pending</c>: snapshots that somebody has to look at; accepts or rejects
/// them.</summary>
internal static class PendingCommand
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var all = new List<PendingSnapshot>();
        foreach (var script in TestFiles.Find(invocation, session))
        {
            var folder = SnapshotFolder.Open(script, isCi: false);
            var pending = folder.Pending([RunbookTest.Clean, RunbookTest.All]);
            all.AddRange(pending);
            foreach (var one in pending)
                if (invocation.Has("--accept"))
                    folder.Accept(one);
                else if (invocation.Has("--reject"))
                    folder.Reject(one);
        }
        if (invocation.Has("--json"))
            session.Out.Write(PendingJson.Of(all));
        else
            Tell(session, all, invocation);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Tell(Session session, List<PendingSnapshot> all, Invocation invocation)
    {
        var verb =
            invocation.Has("--accept") ? "accepted"
            : invocation.Has("--reject") ? "rejected"
            : null;
        foreach (var one in all)
            session.Out.Line(
                $"{verb ?? one.Kind.ToString().ToLowerInvariant(), -9} {session.Settings.Shown(one.Path)}"
            );
        if (all.Count == 0)
            session.Out.Line("nothing is pending");
        else if (verb is null)
            session.Out.Line("look at the received files, then --accept or --reject");
    }
}
