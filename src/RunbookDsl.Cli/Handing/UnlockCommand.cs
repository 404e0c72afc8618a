using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary><c>runbook unlock</c>: takes a resource from a run that nobody runs any more.</summary>
internal static class UnlockCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var resource = invocation.Argument(0)!;
        if (invocation.Value("--reason") is not { Length: > 0 } reason)
            throw new UsageException("to break a lock wants its --reason.", invocation.Command);
        var store = session.Store(invocation);
        var held = Find(store, resource);
        if (store.Read(held.Claim.RunId).Owner is { } owner)
            throw new JournalException(
                $"{resource} is not to be unlocked: run {held.Claim.RunId} has it and is being run by {owner}. "
                    + "Wait until it ends, or stop it first."
            );
        using (var open = OpenRun.Find(session, invocation, store, held.Claim.RunId))
            new RunbookEngine(open.Services with { Observer = new SilentObserver() }).Unlock(
                open.RunId,
                open.Request,
                held,
                reason
            );
        session.Out.Line($"{resource} is free. Run {held.Claim.RunId} had it; its journal says so.");
        return Task.FromResult(ExitCodes.Done);
    }

    private static HeldLock Find(IJournalStore store, string resource)
    {
        var all = store.Locks.Held();
        foreach (var held in all)
            if (held.Resource == resource)
                return held;
        var known = new List<string>();
        foreach (var held in all)
            known.Add(held.Resource);
        throw new JournalException(
            $"{resource} is not locked{Nearest.Suggest(resource, known)}. `runbook locks` lists what is."
        );
    }
}
