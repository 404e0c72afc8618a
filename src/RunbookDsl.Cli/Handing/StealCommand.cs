using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook steal</c>: takes a run from an owner who cannot be asked; says first from whom.
/// </summary>
internal static class StealCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Value("--reason") is not { Length: > 0 } reason)
            throw new UsageException("to take a run wants its --reason.", invocation.Command);
        var store = session.Store(invocation);
        var runId = RunChoice.Open(store, invocation.Argument(0));
        Tell(store.Read(runId), session);
        return Task.FromResult(
            HandedOver.TakeOver(session, invocation, runId, new Handover(true, reason), steals: true)
        );
    }

    private static void Tell(RunHistory history, Session session)
    {
        var last = history.Records[^1];
        var whose = history.Owner is { } owner ? $"is being run by {owner}" : "is run by nobody";
        session.Errors.Line(
            $"Run {history.RunId} {whose}; {history.Owners[^1]} was the last to take it.\n"
                + $"Its last record is {last.Seq}, {last.Type}{(last.Step is { } step ? $" of '{step}'" : "")}, "
                + $"at {PlainObserver.Time(last.At)}."
        );
    }
}
