using RunbookDsl.Hosts;

namespace RunbookDsl.Cli;

/// <summary>Runs programs of this machine; costs nothing until a step runs one.</summary>
internal sealed class LateProcessRunner(ProcessSettings settings, string directory, TimeProvider clock)
    : IProcessRunner
{
    private IProcessRunner? _runner;

    /// <inheritdoc/>
    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        _runner ??= new LocalProcessRunner(directory, settings.Environment, clock);
        return _runner.RunAsync(command, cancellation);
    }
}
