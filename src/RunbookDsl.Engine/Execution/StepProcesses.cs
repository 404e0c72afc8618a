namespace RunbookDsl.Engine;

/// <summary>
/// The programs of one step. Each is told for which run and step it works, and is written down, so that it is
/// found again when the runner is gone.
/// </summary>
internal sealed class StepProcesses(object inner, RunScope scope, RunStepContext context)
    : IProcessRunner,
        IDetachedPrograms
{
    /// <summary>The port, wrapped when it starts programs.</summary>
    public static T? Of<T>(T? port, RunScope scope, RunStepContext context)
        where T : class =>
        port is IProcessRunner or IDetachedPrograms ? new StepProcesses(port, scope, context) as T : port;

    /// <inheritdoc/>
    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        var mark = scope.Processes.Expect();
        var told = command.OnStarted;
        return ((IProcessRunner)inner).RunAsync(
            (mark is null ? Marked(command) : Marked(command, ProcessMarks.Mark, mark)) with
            {
                OnStarted = pid =>
                {
                    scope.Processes.Note(context.StepId, pid);
                    told?.Invoke(pid);
                },
            },
            cancellation
        );
    }

    /// <inheritdoc/>
    // A detached program is no remnant to wait for: its handle tells of it.
    public Task StartAsync(ProcessCommand command, string folder) =>
        Detached.StartAsync(Marked(command, ProcessMarks.Handle, folder), folder);

    /// <inheritdoc/>
    public Task<ProcessResult> EndAsync(
        ProcessCommand command,
        string folder,
        CancellationToken cancellation
    ) => Detached.EndAsync(command, folder, cancellation);

    /// <inheritdoc/>
    public DetachedState Look(string folder) => Detached.Look(folder);

    private IDetachedPrograms Detached => (IDetachedPrograms)inner;

    private ProcessCommand Marked(ProcessCommand command, string? name = null, string? value = null)
    {
        var environment = new Dictionary<string, string?>(command.Environment)
        {
            [ProcessMarks.Run] = context.RunId,
            [ProcessMarks.Step] = context.StepId,
            [ProcessMarks.Key] = context.IdempotencyKey,
            [ProcessMarks.Fence] = $"{context.Fence}",
        };
        if (name is not null)
            environment[name] = value;
        return command with { Environment = environment };
    }
}
