namespace RunbookDsl.Hosts;

/// <summary>Waits for a detached program, whoever started it.</summary>
internal sealed class DetachedRun(ProcessCommand command, string path, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly DetachedFolder _folder = new(path);

    public async Task<ProcessResult> EndAsync(CancellationToken cancellation)
    {
        var output = new FileTail(_folder.Out, command.KeepBytes, command.OnLine);
        var error = new FileTail(_folder.Err, command.KeepBytes, command.OnLine);
        while (_folder.Look() is var state)
        {
            var isOver = state != DetachedState.Running;
            output.Read(isOver);
            error.Read(isOver);
            if (state == DetachedState.Ended)
                return new ProcessResult(_folder.ExitCode()!.Value, output.Text(), error.Text());
            if (isOver)
                throw Unknown(state);
            // Real programs end in real time, whatever clock the run has.
            await Task.Delay(Look, TimeProvider.System, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
                await CancelAsync(cancellation).ConfigureAwait(false);
        }
        throw new InvalidOperationException("a program ends in one of its ways");
    }

    private async Task CancelAsync(CancellationToken cancellation)
    {
        using var grace = new CancellationTokenSource(command.Grace, clock);
        Signal(Libc.SignalTerminate);
        while (_folder.Look() == DetachedState.Running)
        {
            await Task.Delay(Look, TimeProvider.System, grace.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (grace.IsCancellationRequested)
            {
                Signal(Libc.SignalKill);
                await Task.Delay(Look, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
        }
        throw new OperationCanceledException($"'{command.Program}' was cancelled", cancellation);
    }

    private void Signal(int signal)
    {
        if (_folder.Session() is { } session && ProcessSession.HasLiving(session.Id, session.Start))
            _ = Libc.Kill(-session.Id, signal);
    }

    private OutcomeUnknownException Unknown(DetachedState state) =>
        new(
            state == DetachedState.NeverBegun
                ? $"'{command.Program}' was never begun: its runner ended right before"
                : $"'{command.Program}' began and nothing of it lives, but it left no exit code in {path}: it was "
                    + "killed, or the machine was stopped. Look at what it did"
        );
}
