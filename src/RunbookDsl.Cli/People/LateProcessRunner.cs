using RunbookDsl.Hosts;

namespace RunbookDsl.Cli;

/// <summary>Runs programs of this machine; costs nothing until a step runs one.</summary>
internal sealed class LateProcessRunner(ProcessSettings settings, string directory, TimeProvider clock)
    : IProcessRunner,
        IDetachedPrograms
{
    private LocalProcessRunner? _runner;

    private LocalProcessRunner Runner =>
        _runner ??= new LocalProcessRunner(directory, settings.Environment, clock);

    /// <inheritdoc/>
    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation) =>
        Runner.RunAsync(command, cancellation);

    /// <inheritdoc/>
    public Task StartAsync(ProcessCommand command, string folder) => Runner.StartAsync(command, folder);

    /// <inheritdoc/>
    public Task<ProcessResult> EndAsync(
        ProcessCommand command,
        string folder,
        CancellationToken cancellation
    ) => Runner.EndAsync(command, folder, cancellation);

    /// <inheritdoc/>
    public DetachedState Look(string folder) => Runner.Look(folder);
}
