using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook accept</c>: takes an offered run once its owner has come to the end of the step at work.
/// </summary>
internal static class AcceptCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        HandedOver.RefuseFiles(session, invocation, "accepted");
        var store = session.Store(invocation);
        var runId = RunChoice.Open(store, invocation.Argument(0));
        Check(store.Read(runId), session.Settings.Operator);
        await AwaitOwnerAsync(store, runId, session).ConfigureAwait(false);
        return HandedOver.TakeOver(session, invocation, runId, new Handover(false, null), steals: false);
    }

    private static void Check(RunHistory history, string me)
    {
        if (history.Offer is { } offer && offer.To == me)
            return;
        throw new JournalException(
            history.Offer is { } other
                ? $"Run {history.RunId} is offered to {other.To}, not to {me}."
                : $"Run {history.RunId} is not offered to anybody. Ask its owner, "
                    + $"{history.Owner ?? history.Owners[^1]}, for 'runbook offer {history.RunId} --to {me}'."
        );
    }

    private static async Task AwaitOwnerAsync(IJournalStore store, string runId, Session session)
    {
        var isTold = false;
        while (store.Read(runId).Owner is { } owner)
        {
            if (!isTold)
                session.Errors.Line($"Waiting for {owner} to come to the end of the step at work.");
            isTold = true;
            await Task.Delay(Look, session.Clock).ConfigureAwait(false);
        }
    }
}
