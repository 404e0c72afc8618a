namespace RunbookDsl;

/// <summary>Runs programs of this machine. The one way for operations to start a process.</summary>
public interface IProcessRunner
{
    /// <summary>
    /// Runs <paramref name="command"/> to its end. Does not throw for a non-zero exit code. When cancelled it
    /// ends the whole process group (SIGTERM, then SIGKILL after <see cref="ProcessCommand.Grace"/>), reaps
    /// it, and only then throws <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <exception cref="OperationFailedException">The program does not exist or may not be
    /// started.</exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation);
}
