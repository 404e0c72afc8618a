using System.Globalization;
using System.Runtime.InteropServices;
using RunbookDsl.Testing;

namespace RunbookDsl.Cli;

/// <summary>
/// Ctrl+C gives a rehearsal up: what it started is ended before the command is. The second one ends the
/// command at once; then the keepers of the worlds clear up behind it.
/// </summary>
internal sealed class RehearsalSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Session _session;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public RehearsalSignals(Session session)
    {
        _session = session;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Take),
        ];
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>Does the work; Ctrl+C ends it with a word about what was not done.</summary>
    public static async Task<int> WatchAsync(Session session, Func<CancellationToken, Task<int>> work)
    {
        using var signals = new RehearsalSignals(session);
        try
        {
            return await work(signals.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (signals.Token.IsCancellationRequested)
        {
            session.Errors.Line($"given up: {NotDone(e)} What was started for it has ended.");
            return ExitCodes.Aborted;
        }
    }

    /// <summary>What was not done any more, as a sentence.</summary>
    public static string NotDone(OperationCanceledException e) =>
        e is MatrixCanceledException matrix
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{matrix.Rehearsed} of {matrix.Planned} scenarios were rehearsed, "
                    + $"{matrix.Planned - matrix.Rehearsed} were not."
            )
            : "the rehearsal had not ended.";

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Take(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _count) > 1)
            return;
        signal.Cancel = true;
        _session.Errors.Line("Giving up. Once more ends at once; nothing stays behind then, either.");
        _stop.Cancel();
    }
}
