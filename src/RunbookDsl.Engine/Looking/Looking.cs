using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Looks at the world through a probe. A probe that throws, hangs or is cut off has seen nothing.
/// </summary>
internal sealed class Looking(RunScope scope)
{
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<Probe> AtAsync(Func<CancellationToken, Task<Probe>> look)
    {
        // After a cancelled attempt the world is still looked at, but not for long.
        var isCancelled = scope.Control.Cancel.IsCancellationRequested;
        var patience = isCancelled ? scope.Services.CancelPatience : scope.Services.ProbePatience;
        using var limit = new CancellationTokenSource();
        using var both = isCancelled
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(limit.Token, scope.Control.Cancel);
        var cancellation = both?.Token ?? limit.Token;
        try
        {
            var running = look(cancellation);
            // Most probes have seen at once: no timer for them.
            using var timer = running.IsCompleted
                ? null
                : scope.Services.Clock.CreateTimer(
                    _ => Stop(limit),
                    null,
                    patience,
                    Timeout.InfiniteTimeSpan
                );
            return await Patience.EndsAsync(running, scope.Services, cancellation).ConfigureAwait(false)
                ? await running.ConfigureAwait(false)
                : Probe.Unknown("the probe did not stop when it was cancelled");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return limit.IsCancellationRequested
                ? Probe.Unknown($"the probe gave no answer within {Durations.Text(patience)}")
                : Probe.Unknown("the operator cancelled the probe");
        }
        catch (Exception e) when (e is not (JournalException or RunHeldException))
        {
            return Probe.Unknown($"the probe itself failed: {e.Message}");
        }
    }

    // The timer may fire while the look ends.
    private static void Stop(CancellationTokenSource limit)
    {
        try
        {
            limit.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }
}
