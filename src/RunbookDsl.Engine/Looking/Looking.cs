using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Looks at the world through a probe. A probe that throws, hangs or is cut off has seen nothing.
/// </summary>
internal sealed class Looking(RunScope scope)
{
    /// <summary>Whether the last probe itself gave its answer, be it that it cannot tell.</summary>
    public bool HasSeen { get; private set; }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public async Task<Probe> AtAsync(Func<CancellationToken, Task<Probe>> look)
    {
        // After a cancelled attempt the world is still looked at, but not for long.
        var isCancelled = scope.Control.Cancel.IsCancellationRequested;
        var patience = isCancelled ? scope.Services.CancelPatience : scope.Services.ProbePatience;
        using var limit = new LookLimit(scope, patience, isBrakeHeeded: !isCancelled);
        var cancellation = limit.Token;
        HasSeen = false;
        try
        {
            var running = look(cancellation);
            limit.Watch(running);
            if (!await Patience.EndsAsync(running, scope.Services, cancellation).ConfigureAwait(false))
                return Probe.Unknown("the probe did not stop when it was cancelled");
            var probe = await running.ConfigureAwait(false);
            HasSeen = true;
            return probe;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return limit.IsOver
                ? Probe.Unknown($"the probe gave no answer within {Durations.Text(patience)}")
                : Probe.Unknown("the operator cancelled the probe");
        }
        catch (Exception e) when (e is not (JournalException or RunHeldException))
        {
            return Probe.Unknown($"the probe itself failed: {e.Message}");
        }
    }
}
