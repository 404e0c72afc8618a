using System.Runtime.InteropServices;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// Ctrl+C, and the signals of a shutdown: the first stops after the current step, the second cancels it.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Audience _audience;
    private readonly Lock _gate = new();
    private RunControl _control = new();

    public StopSignals(Audience audience)
    {
        _audience = audience;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Take),
        ];
    }

    /// <summary>Brakes for the next piece of work; earlier requests do not count for it.</summary>
    public RunControl Renew()
    {
        lock (_gate)
        {
            _control.Dispose();
            return _control = new RunControl();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        lock (_gate)
            _control.Dispose();
    }

    // Called on a thread of its own; the run goes on until it notices.
    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            var isSecond = _control.Stop.IsCancellationRequested;
            _audience.Say(
                _control.Cancel.IsCancellationRequested
                    ? "The step is being cancelled already. The journal is safe at every moment."
                : isSecond ? "Cancelling the current step."
                : "Stopping after the current step. Once more cancels it. The run stays resumable."
            );
            _control.Request();
        }
    }
}
