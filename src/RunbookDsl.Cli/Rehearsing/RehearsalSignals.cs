using System.Runtime.InteropServices;

namespace RunbookDsl.Cli;

/// <summary>Ctrl+C gives a rehearsal up: what it started is ended before the command is.</summary>
internal sealed class RehearsalSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public RehearsalSignals() =>
        _registrations = [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s =>
                PosixSignalRegistration.Create(
                    s,
                    context =>
                    {
                        context.Cancel = true;
                        _stop.Cancel();
                    }
                )
            ),
        ];

    public CancellationToken Token => _stop.Token;

    /// <summary>Does the work; Ctrl+C ends it with a word about it.</summary>
    public static async Task<int> WatchAsync(Session session, Func<CancellationToken, Task<int>> work)
    {
        using var signals = new RehearsalSignals();
        try
        {
            return await work(signals.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            session.Errors.Line("given up: what was started for the rehearsal has ended.");
            return ExitCodes.Aborted;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }
}
