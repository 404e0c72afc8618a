namespace RunbookDsl;

/// <summary>
/// Programs of this machine that outlive the process which starts them, each with a folder that keeps its
/// output and its exit code.
/// </summary>
public interface IDetachedPrograms
{
    /// <summary>
    /// Starts <paramref name="command"/> in a session of its own; <paramref name="folder"/> (full path, made
    /// if it is not there) is its name from then on. Everything inherited but the environment is closed.
    /// </summary>
    /// <exception cref="OperationFailedException">The program does not exist or may not be
    /// started.</exception>
    Task StartAsync(ProcessCommand command, string folder);

    /// <summary>
    /// Waits for the end of a program started by this process or an earlier one. When cancelled it ends the
    /// program's whole process group, and only then throws <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <exception cref="OutcomeUnknownException">It was never begun, or ended without leaving its exit code;
    /// <see cref="Look"/> tells which.</exception>
    Task<ProcessResult> EndAsync(ProcessCommand command, string folder, CancellationToken cancellation);

    /// <summary>
    /// How the program stands. One that has not begun when it is looked at can never begin after that.
    /// </summary>
    DetachedState Look(string folder);
}
